"""Setpiece in Blender: host, worker entry point (GPL-3.0-or-later; core never imports this)."""
