-- A back reference means the one document of its type, and of its number if it gives one, that is named in its scope; of several none.
CREATE OR REPLACE TEMP TABLE antecedents AS
SELECT
    b.back_reference_id, arg_max(c.citation_id, (c.char_start, c.citation_id)) AS citation_id, min(c.legal_id) AS legal_id
FROM back_references AS b
JOIN citations AS c
    ON c.doc_id = b.doc_id AND lower(c.doc_type) = lower(b.doc_type)
    AND c.char_start >= b.scope_start AND c.char_end <= b.scope_end AND c.kind = 'numbered'
WHERE b.number IS NULL OR ltrim(split_part(c.number, '/', 1), '0') = ltrim(b.number, '0')
GROUP BY b.back_reference_id
HAVING count(DISTINCT coalesce(c.legal_id, c.canonical || '|' || coalesce(c.issued_on_text, ''))) = 1
    AND (bool_and(c.legal_id IS NOT NULL) OR bool_and(c.legal_id IS NULL));

UPDATE back_references
SET citation_id = a.citation_id, legal_id = a.legal_id
FROM antecedents AS a
WHERE back_references.back_reference_id = a.back_reference_id;
