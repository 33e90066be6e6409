-- A day that differs from that of a known document of the number in its year alone, where no document of the said year is known:
-- a slip of the year, or another document. Nobody can say which, so both are candidates.
CREATE OR REPLACE TEMP TABLE doubted AS
SELECT c.citation_id, c.legal_id AS said_id, k.legal_id AS other_id, k.issued_on
FROM citations AS c
JOIN known AS k ON k.canonical = c.canonical
WHERE c.kind = 'numbered' AND c.resolution = 'resolved' AND contains(c.legal_id, '@')
    AND strftime(k.issued_on, '%m-%d') = strftime(c.issued_on, '%m-%d') AND year(k.issued_on) <> year(c.issued_on)
    AND k.verified <> 'no'
    AND split_part(k.legal_id, ':', 2) = split_part(c.legal_id, ':', 2)
    AND c.legal_id NOT IN (SELECT legal_id FROM known);

UPDATE citations
SET legal_id = NULL, resolution = 'ambiguous', candidates = d.ids
FROM (
    SELECT citation_id, concat_ws('|', min(said_id), string_agg(other_id, '|' ORDER BY other_id)) AS ids FROM doubted GROUP BY citation_id
) AS d
WHERE citations.citation_id = d.citation_id;
