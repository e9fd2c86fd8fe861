"""土地滚动开发: from parcels, money and promises to a programme with its bound, its risk and its reasons."""
