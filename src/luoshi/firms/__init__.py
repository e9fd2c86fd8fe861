"""惠企与升规: which policies a firm is entitled to by dated rules, and where it stands to the line of its sector."""
