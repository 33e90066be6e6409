-- A corpus made for measuring: $plans plans of a hundred mentions each; one mention in ten without day, half of these with a title beside.
INSERT INTO documents BY NAME
SELECT
    'd' || i AS doc_id, '/plans/' || i || '.txt' AS source_path, 'd' || i AS file_sha256, 'txt' AS file_format, 'text' AS text_source,
    'Kế hoạch' AS doc_type, (i % 900) || '/KH-UBND' AS canonical, DATE '2023-01-10' + (i % 700)::INTEGER AS issued_on,
    CAST(DATE '2023-01-10' + (i % 700)::INTEGER AS VARCHAR) AS issued_on_text, 'UBND tỉnh ' || (i % 63) AS issuer,
    (i % 900) || '/KH-UBND@' || year(DATE '2023-01-10' + (i % 700)::INTEGER) || ':ubnd-tinh-' || (i % 63) AS legal_id,
    'Cải cách hành chính năm thứ ' || i AS title, 1 AS n_blocks, TRUE AS has_text,
    repeat('Căn cứ Quyết định số 06/QĐ-TTg về phát triển ứng dụng dữ liệu về dân cư, định danh và xác thực điện tử; thực hiện. ', 200) AS text
FROM range($plans) AS r(i);

INSERT INTO citations BY NAME
WITH registered AS (
    SELECT *, row_number() OVER (ORDER BY legal_id) - 1 AS nth, count(*) OVER () AS total
    FROM legal_documents
    WHERE issued_on IS NOT NULL
)
SELECT
    'c' || d.i || '-' || k.k AS citation_id, 'd' || d.i AS doc_id, 'numbered' AS kind, l.canonical, l.number, l.symbol, l.issuer,
    CASE WHEN k.k % 10 > 0 THEN l.issued_on END AS issued_on,
    CASE WHEN k.k % 10 > 0 THEN CAST(l.issued_on AS VARCHAR) END AS issued_on_text,
    CASE WHEN k.k % 20 = 0 THEN NULL WHEN k.k % 10 > 0 OR NOT contains(l.legal_id, '@') THEN l.legal_id END AS legal_id,
    CASE WHEN k.k % 20 > 0 AND (k.k % 10 > 0 OR NOT contains(l.legal_id, '@')) THEN 'resolved' ELSE 'ambiguous' END AS resolution,
    CASE WHEN k.k < 10 THEN 'basis' ELSE 'body' END AS role, 1.0 AS confidence, 'x' AS raw,
    k.k * 200 + 7 AS char_start, k.k * 200 + 30 AS char_end
FROM range($plans) AS d(i)
CROSS JOIN range(100) AS k(k)
JOIN registered AS l ON l.nth = (d.i * 7 + k.k * 13) % l.total;
