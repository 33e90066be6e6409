-- problems of one kind: the number of a page or of signs, or the words quoted, make no other problem
SELECT
    regexp_replace(regexp_replace(regexp_replace(regexp_replace(problem,
        '^Trang [0-9]+: ', ''), '^(Trang|Lớp chữ của trang) [0-9]+', '\1 …'), '“[^”]*”', '“…”', 'g'), '[0-9]+([.,][0-9]+)?', '…', 'g') AS problem,
    count(*) AS n, count(DISTINCT source_path) AS files
FROM ingest_problems WHERE kind = 'unread'
GROUP BY 1 ORDER BY files DESC, n DESC, problem LIMIT 8
