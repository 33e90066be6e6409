-- The other mentions of the same number in the same plan, where all that are certain mean one document.
INSERT INTO resolved
WITH certain AS (
    SELECT doc_id, canonical, min(legal_id) AS legal_id, min(issuer) AS issuer
    FROM (
        SELECT c.doc_id, c.canonical, coalesce(r.legal_id, c.legal_id) AS legal_id, c.issuer
        FROM citations AS c
        LEFT JOIN resolved AS r USING (citation_id)
        WHERE c.kind = 'numbered' AND (c.resolution = 'resolved' OR r.legal_id IS NOT NULL)
    )
    GROUP BY doc_id, canonical
    HAVING min(legal_id) = max(legal_id)
)
SELECT c.citation_id, k.legal_id, 'plan' AS resolved_by
FROM citations AS c
JOIN certain AS k ON k.doc_id = c.doc_id AND k.canonical = c.canonical
WHERE c.kind = 'numbered' AND c.resolution <> 'resolved' AND c.confidence >= 0.5
    AND c.citation_id NOT IN (SELECT citation_id FROM resolved)
    AND CASE WHEN contains(k.legal_id, ':') THEN c.issuer IS NULL OR body_of(c.issuer) = body_of(k.issuer)
        ELSE NOT coalesce(is_local(c.issuer), FALSE) END
    AND (c.issued_on_text IS NULL OR contains(k.legal_id, left(c.issued_on_text, 4)));
