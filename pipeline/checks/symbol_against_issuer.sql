-- Ký hiệu không thuộc cơ quan ban hành
-- Ký hiệu của một cơ quan đứng cạnh tên một cơ quan khác, ví dụ "120/2018/NQ-CP của HĐND tỉnh": CP là Chính phủ.
-- Không xét được khi bảng ký hiệu không có ký hiệu hoặc không có tên cơ quan đó.
-- severity: error
-- scan: unknown
WITH symbols AS (
    SELECT symbol, issuer, CASE WHEN scope IN ('central', 'party-central') THEN 'central' ELSE 'local' END AS seat
    FROM issuer_symbols
    WHERE (scope <> 'unknown' OR needs_place = 'yes') AND verified <> 'no'
), parts AS (
    SELECT *, regexp_split_to_array(symbol, '[-/]') AS cut
    FROM citations
    WHERE kind = 'numbered' AND role <> 'self' AND symbol IS NOT NULL AND issuer IS NOT NULL
), bodies AS ( -- QĐ-UBND: the issuer is the second part; STC-CSTH: the first
    SELECT
        *,
        regexp_replace(CASE
            WHEN len(cut) > 1 AND cut[1] IN (SELECT abbreviation FROM doc_types) THEN cut[2] ELSE cut[1]
        END, '(QH)\d+$', '\1') AS body
    FROM parts
), of_symbol AS (
    SELECT symbol, list(DISTINCT issuer) AS issuers, list(DISTINCT seat) AS seats FROM symbols GROUP BY symbol
), named AS ( -- the longest name that the words hold: "Bộ trưởng Bộ Nội vụ" is Bộ Nội vụ
    SELECT b.issuer AS words, arg_max(s.issuer, (length(s.issuer), s.issuer, s.seat)) AS issuer,
        arg_max(s.seat, (length(s.issuer), s.issuer, s.seat)) AS seat
    FROM (SELECT DISTINCT issuer FROM bodies) AS b
    JOIN symbols AS s ON contains(concat(' ', lower(b.issuer), ' '), concat(' ', lower(s.issuer), ' '))
    GROUP BY b.issuer
)
SELECT
    b.doc_id, b.citation_id AS fact_id, b.char_start, b.char_end, b.page,
    CASE
        WHEN n.issuer IS NULL OR o.symbol IS NULL OR b.confidence < 0.5 THEN 'unknown'
        WHEN list_contains(o.seats, n.seat) THEN 'ok'
        ELSE 'fault'
    END AS verdict,
    concat('Ký hiệu ', b.symbol, ' là của ', array_to_string(list_sort(o.issuers), ' hoặc '), ' nhưng cơ quan ban hành ghi là ', b.issuer,
        '.') AS message,
    NULL AS suggestion, concat(b.raw, ' … ', b.issuer) AS evidence
FROM bodies AS b
LEFT JOIN of_symbol AS o ON o.symbol = b.body
LEFT JOIN named AS n ON n.words = b.issuer
