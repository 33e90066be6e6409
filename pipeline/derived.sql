-- What the analyst views share, kept in the store: which document a mention means, and how far a plan could be read.

CREATE VIEW cited AS
SELECT
    c.citation_id, c.doc_id, c.kind, c.role, c.resolution, c.raw, c.canonical, c.legal_id, c.page,
    -- one name for what is cited: its identity if certain, else its number, else its words
    coalesce(c.legal_id, c.canonical, c.raw) AS cited
FROM citations AS c
WHERE c.role <> 'self';

CREATE VIEW plans AS
WITH unread AS (
    SELECT doc_id, count(*) AS problems FROM ingest_problems WHERE kind = 'unread' AND doc_id IS NOT NULL GROUP BY doc_id
)
SELECT
    d.doc_id,
    parse_filename(d.source_path) AS file,
    coalesce(d.canonical, parse_filename(d.source_path)) AS plan,
    d.title,
    coalesce(d.province_now, CASE d.issuer_level WHEN 'central' THEN 'Trung ương' END, '(chưa rõ tỉnh)') AS province_now,
    d.issuer, d.issued_on, d.issued_on_text, d.plan_kind, d.plan_year,
    CASE WHEN trim(d.text) = '' THEN 'none' WHEN u.problems IS NULL THEN 'whole' ELSE 'part' END AS readable
FROM documents AS d
LEFT JOIN unread AS u USING (doc_id)
UNION ALL
-- files that gave no document: they might cite anything
SELECT f.doc_id, parse_filename(f.source_path), parse_filename(f.source_path), NULL, '(chưa rõ tỉnh)',
    NULL, NULL, NULL, NULL, NULL, 'none'
FROM files AS f
WHERE f.state IN ('unreadable', 'locked');
