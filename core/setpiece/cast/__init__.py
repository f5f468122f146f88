"""Cast: stand-ins with human proportions, on their marks, facing whom they speak to."""
