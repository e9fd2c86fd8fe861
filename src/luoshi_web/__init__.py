"""The shell of Luoshi (Django): it fetches, calls the core once, renders. No rule of the field lives here."""
