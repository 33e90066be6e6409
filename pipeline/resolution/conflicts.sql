-- Two days for one document: evidence for a finding, never a correction.
INSERT INTO date_conflicts BY NAME
WITH dated AS (
    SELECT c.citation_id, c.doc_id, c.char_start, c.char_end, c.canonical, c.legal_id, c.issued_on AS said, body_of(c.issuer) AS body
    FROM citations AS c
    WHERE c.kind = 'numbered' AND c.issued_on IS NOT NULL AND c.confidence >= 0.5
), within_plan AS ( -- against the first mention in the plan that says another day of the same year
    SELECT d.*, 'plan' AS kind, e.said AS other, e.citation_id AS other_citation_id
    FROM dated AS d
    JOIN dated AS e ON e.doc_id = d.doc_id AND e.legal_id = d.legal_id AND e.said <> d.said AND e.char_start < d.char_start
    QUALIFY row_number() OVER (PARTITION BY d.citation_id ORDER BY e.char_start) = 1
), against_registry AS (
    SELECT d.*, 'registry' AS kind, l.issued_on AS other, l.legal_id AS other_legal_id, l.source AS other_source
    FROM dated AS d
    JOIN legal_documents AS l ON l.legal_id = d.legal_id
    WHERE l.issued_on <> d.said AND l.verified <> 'no'
), of_another_year AS (
    SELECT d.*, 'year' AS kind, b.issued_on AS other, b.other_id AS other_legal_id
    FROM dated AS d
    JOIN doubted AS b USING (citation_id)
), against_corpus AS (
    SELECT d.*, 'corpus' AS kind, o.issued_on AS other, o.doc_id AS other_doc_id
    FROM dated AS d
    JOIN citations AS c USING (citation_id)
    JOIN documents AS o ON o.doc_id = c.cited_doc_id
    WHERE o.issued_on <> d.said
), misfit AS ( -- "63/2010/NĐ-CP ngày 08/6/2011"
    SELECT *, 'number' AS kind FROM dated
    WHERE regexp_matches(canonical, '^\d+(\.\d+)?[a-zđ]?/(19|20)\d\d/')
        AND regexp_extract(canonical, '^[^/]+/(\d{4})/', 1) <> CAST(year(said) AS VARCHAR)
), every AS (
    SELECT * FROM within_plan
    UNION ALL BY NAME SELECT * FROM against_registry
    UNION ALL BY NAME SELECT * FROM of_another_year
    UNION ALL BY NAME SELECT * FROM against_corpus
    UNION ALL BY NAME SELECT * FROM misfit
)
SELECT
    left(md5(concat_ws('|', kind, citation_id, other_citation_id, other_legal_id, other_doc_id)), 16) AS conflict_id,
    kind, doc_id, citation_id, char_start, char_end, canonical, legal_id, said, other AS other_said,
    other_citation_id, other_doc_id, other_legal_id, other_source
FROM every
ORDER BY doc_id, char_start, kind, other_legal_id;
