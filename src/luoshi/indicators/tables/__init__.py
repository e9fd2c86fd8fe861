"""统计局的表: what a statistics bureau's table says, as figures with the cell each number stands in."""
