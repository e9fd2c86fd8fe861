"""交办台: what people do with items. Writers return an Outcome; the shell appends all of it or none (floor 3)."""
