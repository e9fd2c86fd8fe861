"""公文: what goes on the table as a Word file in the official layout (GB/T 9704-2012). A paper is a value; the same value gives the same bytes."""
