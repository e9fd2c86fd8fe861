"""讲话: a damaged document becomes a clean text, its outline, and drafts of what was promised (floor 2)."""
