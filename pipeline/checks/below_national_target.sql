-- Chỉ tiêu thấp hơn mức trung ương giao cho các tỉnh
-- So chỉ tiêu của cả tỉnh với mức mà văn bản của trung ương đặt cho các tỉnh ở cùng năm, hoặc ở năm gần nhất đã đến hạn.
-- Chỉ dùng mức đã có nguồn đối chiếu và đã ban hành vào ngày của kế hoạch. Không xét được khi chỉ tiêu là khoảng hoặc chưa nhận ra.
-- severity: warning
WITH national AS (
    SELECT
        indicator_id, CAST(year AS BIGINT) AS year, min(CAST(value AS DOUBLE)) AS value, any_value(unit) AS unit, any_value(document) AS document,
        -- a document of unknown day binds the plans of later years only
        max(coalesce(l.issued_on, make_date(CAST(regexp_extract(document, '@(\d{4})$', 1) AS BIGINT), 12, 31))) AS since
    FROM national_targets AS n
    LEFT JOIN (SELECT legal_id, issued_on FROM legal_documents WHERE verified <> 'no') AS l ON l.legal_id = n.document
    WHERE n.verified <> 'no' AND regexp_matches(document, '@\d{4}$') AND contains(scope, 'province') AND value_max IS NULL AND year IS NOT NULL
    GROUP BY indicator_id, CAST(year AS BIGINT)
    HAVING count(DISTINCT CAST(value AS DOUBLE)) = 1
), due AS (
    SELECT p.target_id, max(n.year) AS year
    FROM promises AS p
    JOIN national AS n ON n.indicator_id = p.indicator_id AND n.year <= p.year
        AND n.since <= first_day_of(p.issued_on_text)
    GROUP BY p.target_id
)
SELECT
    p.doc_id, p.target_id AS fact_id, p.char_start, t.char_end, p.page,
    CASE
        WHEN p.apart IS NOT NULL THEN 'unknown'
        WHEN p.direction = 'up' AND p.value < n.value OR p.direction = 'down' AND p.value > n.value THEN 'fault'
        ELSE 'ok'
    END AS verdict,
    concat(p.indicator, ': ', number_said(p.value), ' ', p.indicator_unit, CASE p.direction WHEN 'down' THEN ' cao hơn' ELSE ' thấp hơn' END, ' mức ', number_said(n.value),
        ' của ', document_said(n.document), ' cho năm ', n.year, '.') AS message,
    NULL AS suggestion, p.raw AS evidence
FROM promises AS p
JOIN targets AS t USING (target_id)
JOIN due AS u ON u.target_id = p.target_id
JOIN national AS n ON n.indicator_id = p.indicator_id AND n.year = u.year
WHERE p.scope = 'province'
