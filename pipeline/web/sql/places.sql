SELECT name, tile_row, tile_col, plans, unread FROM places WHERE tile_row IS NOT NULL
