"""滚动方案: programmes of parcels side by side, one programme, and what stands behind it."""
