"""督办: slips, applications for an extension, chasing."""
