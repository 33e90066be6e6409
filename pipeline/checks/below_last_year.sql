-- Chỉ tiêu thấp hơn năm trước
-- Cùng cơ quan, cùng chỉ tiêu, năm sau đặt mức kém năm trước (theo chiều tốt lên của chỉ tiêu).
-- Chỉ xét khi trong kho có kế hoạch năm trước của chính cơ quan đó; không thì không xét được.
-- severity: warning
-- compares: plans
WITH goals AS (
    SELECT * FROM promises WHERE apart IS NULL AND superseded_by IS NULL AND indicator_id IS NOT NULL AND issuer IS NOT NULL
), single AS ( -- one value a plan, indicator and year: of several it is not told which counts
    SELECT issuer_key, indicator_id, year, any_value(value) AS value, min(file) AS file
    FROM goals
    GROUP BY issuer_key, indicator_id, year
    HAVING count(DISTINCT value) = 1
)
SELECT
    g.doc_id, g.target_id AS fact_id, g.char_start, t.char_end, g.page,
    CASE
        WHEN b.value IS NULL THEN 'unknown'
        WHEN g.direction = 'up' AND g.value < b.value OR g.direction = 'down' AND g.value > b.value THEN 'fault'
        ELSE 'ok'
    END AS verdict,
    concat(g.indicator, ': ', number_said(g.value), ' ', g.indicator_unit, ' cho năm ', g.year, CASE g.direction WHEN 'down' THEN ', cao hơn ' ELSE ', thấp hơn ' END,
        number_said(b.value), ' ', g.indicator_unit, ' của năm ', b.year, ' (tệp ', b.file, ').') AS message,
    NULL AS suggestion, g.raw AS evidence
FROM goals AS g
JOIN targets AS t USING (target_id)
LEFT JOIN single AS b ON b.issuer_key = g.issuer_key AND b.indicator_id = g.indicator_id AND b.year = g.year - 1 AND b.file <> g.file
