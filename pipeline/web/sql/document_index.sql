-- The list of documents with what it is searched and sorted by; kept in memory beside the store.
CREATE TABLE memory.main.document_index AS
WITH places AS (
    SELECT name, min(sort_key) AS place FROM store.main.provinces GROUP BY name
), cites AS (
    SELECT doc_id, count(*) AS n FROM store.main.citations WHERE role <> 'self' GROUP BY doc_id
), does AS (
    SELECT doc_id, count(*) AS n FROM store.main.tasks GROUP BY doc_id
), aims AS (
    SELECT doc_id, count(*) AS n FROM store.main.targets GROUP BY doc_id
)
SELECT
    p.doc_id, p.file, p.plan, d.doc_type, p.title, p.province_now, d.province, p.issuer, p.issued_on, p.issued_on_text,
    p.plan_kind, p.plan_year, p.readable, d.file_format, d.text_source, d.page_count, d.doc_id IS NOT NULL AS is_document,
    coalesce(c.n, 0) AS citations, coalesce(t.n, 0) AS tasks, coalesce(a.n, 0) AS targets,
    -- lower case without marks: "dong nai" finds Đồng Nai
    replace(strip_accents(lower(concat_ws(' ', d.canonical, p.title, p.issuer, p.province_now, d.province, d.signer, p.file))), 'đ', 'd')
        AS folded,
    row_number() OVER (ORDER BY l.place NULLS LAST, p.province_now, p.issued_on DESC NULLS LAST, p.file) AS nth
FROM memory.main.plans AS p
LEFT JOIN store.main.documents AS d USING (doc_id)
LEFT JOIN places AS l ON l.name = p.province_now
LEFT JOIN cites AS c USING (doc_id)
LEFT JOIN does AS t USING (doc_id)
LEFT JOIN aims AS a USING (doc_id)
ORDER BY nth
