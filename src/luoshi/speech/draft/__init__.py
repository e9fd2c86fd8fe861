"""拟条: from a clean text to drafts of what was promised."""
