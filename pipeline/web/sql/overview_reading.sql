SELECT
    count(*) FILTER (readable = 'whole') AS whole, count(*) FILTER (readable = 'part') AS part, count(*) FILTER (readable = 'none') AS none,
    count(*) AS files
FROM document_index
