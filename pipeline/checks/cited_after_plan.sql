-- Dẫn văn bản có ngày sau ngày của kế hoạch
-- Một kế hoạch không thể dẫn văn bản chưa ban hành: một trong hai ngày bị ghi sai.
-- So ngày muộn nhất có thể của kế hoạch với ngày ghi bên cạnh trích dẫn; không ghi thì với ngày trong danh mục, trong kho hoặc năm trong số hiệu.
-- Không xét được khi thiếu ngày của kế hoạch hoặc không biết ngày của văn bản được dẫn.
-- severity: error
-- scan: unknown
WITH dated AS (
    SELECT doc_id, last_day_of(issued_on_text) AS last_on FROM documents
), told AS ( -- the day said beside the mention, else the known one, else the first day of the number's year
    SELECT
        c.*, CAST(nullif(regexp_extract(c.number, '/((?:19|20)\d\d)$', 1), '') AS BIGINT) AS year_of_number,
        CASE WHEN s.cited_on_from IN ('registry', 'corpus') THEN s.cited_on END AS known_on, s.cited_on_from
    FROM citations AS c
    LEFT JOIN citation_status AS s USING (citation_id)
    WHERE c.role <> 'self' AND (c.kind = 'numbered' OR c.issued_on IS NOT NULL)
), placed AS (
    SELECT *, coalesce(issued_on, known_on, make_date(year_of_number, 1, 1)) AS earliest FROM told
    -- a day that its own number contradicts is told by number_year_against_date
    WHERE NOT coalesce(CAST(year_of_number AS VARCHAR) <> left(issued_on_text, 4), FALSE)
)
SELECT
    c.doc_id, c.citation_id AS fact_id, c.char_start, c.char_end, c.page,
    CASE WHEN d.last_on IS NULL OR c.earliest IS NULL OR c.confidence < 0.5 THEN 'unknown' WHEN c.earliest > d.last_on THEN 'fault' ELSE 'ok' END
        AS verdict,
    concat(coalesce(c.canonical, c.raw), CASE
        WHEN c.issued_on IS NOT NULL THEN concat(' được ghi ngày ', day_said(c.issued_on))
        WHEN c.known_on IS NULL THEN concat(' là văn bản của năm ', c.year_of_number)
        WHEN c.cited_on_from = 'corpus' THEN concat(' ban hành ngày ', day_said(c.known_on), ' (theo chính văn bản đó trong kho)')
        ELSE concat(' ban hành ngày ', day_said(c.known_on), ' (theo danh mục)')
    END, ', sau ngày của văn bản này (', day_said(d.last_on), ').') AS message,
    NULL AS suggestion, concat(c.raw, coalesce(' … ' || day_said(c.issued_on), '')) AS evidence
FROM placed AS c
JOIN dated AS d USING (doc_id)
QUALIFY row_number() OVER (PARTITION BY c.citation_id ORDER BY c.known_on) = 1
