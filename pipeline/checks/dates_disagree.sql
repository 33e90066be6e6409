-- Ngày ban hành ghi khác nhau
-- Một văn bản được ghi hai ngày khác nhau: giữa hai chỗ trong kế hoạch, hoặc khác danh mục văn bản, hoặc khác chính văn bản đó trong kho.
-- Không xét được khi không có ngày nào khác để so. Danh mục ghi nguồn của từng ngày; ngày nào đúng do người đọc quyết định.
-- severity: warning
-- scan: unknown
WITH dated AS (
    SELECT c.*, count(*) OVER (PARTITION BY c.doc_id, c.legal_id) AS mentions
    FROM citations AS c
    WHERE c.kind = 'numbered' AND c.issued_on IS NOT NULL AND c.role <> 'self'
), conflicts AS ( -- what the year of the number contradicts is told by number_year_against_date
    SELECT
        x.citation_id, arg_min(x.kind, (x.kind <> 'corpus', x.kind, x.conflict_id)) AS kind,
        arg_min(x.other_said, (x.kind <> 'corpus', x.kind, x.conflict_id)) AS other_said,
        arg_min(coalesce(x.other_source, parse_filename(o.source_path), ''), (x.kind <> 'corpus', x.kind, x.conflict_id)) AS told_by
    FROM date_conflicts AS x
    LEFT JOIN documents AS o ON o.doc_id = x.other_doc_id
    WHERE x.kind <> 'number' AND x.citation_id NOT IN (SELECT citation_id FROM date_conflicts WHERE kind = 'number')
    GROUP BY x.citation_id
)
SELECT
    c.doc_id, c.citation_id AS fact_id, c.char_start, c.char_end, c.page,
    CASE
        WHEN x.citation_id IS NOT NULL THEN 'fault'
        WHEN c.confidence < 0.5 OR c.legal_id IS NULL THEN 'unknown'
        WHEN c.mentions > 1 OR c.cited_doc_id IS NOT NULL OR (l.issued_on IS NOT NULL AND l.verified <> 'no') THEN 'ok'
        ELSE 'unknown'
    END AS verdict,
    concat(c.canonical, ' ở đây ghi ngày ', day_said(c.issued_on), ', ', CASE x.kind
        WHEN 'plan' THEN 'ở chỗ khác trong văn bản ghi ngày ' WHEN 'corpus' THEN 'còn chính văn bản đó ghi ngày '
        ELSE 'danh mục ghi ngày '
    END, day_said(x.other_said), CASE WHEN x.told_by = '' THEN '' ELSE concat(' (theo ', trim(left(source_said(split_part(x.told_by, '|', 1)), 120)), ')') END, '.') AS message,
    day_said(x.other_said) AS suggestion, concat(c.raw, ' … ', day_said(c.issued_on)) AS evidence
FROM dated AS c
LEFT JOIN conflicts AS x USING (citation_id)
LEFT JOIN legal_documents AS l ON l.legal_id = c.legal_id
QUALIFY row_number() OVER (PARTITION BY c.citation_id ORDER BY l.issued_on) = 1
