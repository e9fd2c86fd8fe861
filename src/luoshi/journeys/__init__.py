"""流程: the walks of the product, each read downward in one file (floor 4). A value passes between two engines only here."""
