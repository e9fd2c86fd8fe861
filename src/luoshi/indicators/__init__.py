"""经济指标: periods, published figures with their vintages, growth, and ranks among peers."""
