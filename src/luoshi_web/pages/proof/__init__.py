"""佐证: one stored file, to those who see an item it stands on."""
