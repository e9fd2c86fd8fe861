"""国有资产清查: assets, contracts and what was found on site, held against each other."""
