"""区情: who owns (units as a dated tree), what the numbers of the rules are (dated parameters), which days
are worked (calendar), and the folder that carries all of it (pack). Floor 2."""
