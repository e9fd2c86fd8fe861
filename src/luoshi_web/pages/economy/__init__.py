"""经济指标: growth, places and lights in one table; one indicator with its vintages, the race of places and the way out."""
