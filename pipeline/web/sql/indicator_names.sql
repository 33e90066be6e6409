SELECT indicator_id, name FROM indicators ORDER BY name
