"""在建项目: whether what goes with the works, the tax first of all, keeps step with them."""
