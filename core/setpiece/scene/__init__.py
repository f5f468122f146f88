"""The scene description and the host seam; imports nothing but geometry."""
