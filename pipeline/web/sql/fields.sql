SELECT field, title FROM fields ORDER BY TRY_CAST("order" AS INTEGER)
