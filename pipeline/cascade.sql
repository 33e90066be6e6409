-- Whose plan a plan carries out: its links to the programmes and plans above it, from its title and its preamble.
-- A document named inside the name of another ("Kế hoạch … của UBND tỉnh thực hiện Nghị quyết …") is that one's, not the plan's own.
CREATE OR REPLACE TEMP TABLE uppers AS
WITH spans AS (
    SELECT doc_id, min(char_start) AS title_start, max(char_end) AS title_end FROM header_sources WHERE field = 'title' GROUP BY doc_id
)
SELECT c.*, coalesce(c.char_start >= s.title_start AND c.char_end <= s.title_end, FALSE) AS in_title
FROM citations AS c
LEFT JOIN spans AS s USING (doc_id)
WHERE c.kind = 'numbered' AND c.role <> 'self' AND c.confidence >= 0.5
    AND c.doc_type IN (SELECT words FROM cascade_words WHERE says = 'upper')
    AND (c.role = 'basis' OR (c.char_start >= s.title_start AND c.char_end <= s.title_end));

-- The texts pass by one after the other, as in resolution/known.sql: no step but this one sees them.
SET disabled_optimizers = 'join_order,build_side_probe_side';

CREATE OR REPLACE TEMP TABLE fronts AS -- the words of its own line in front of the mention
SELECT
    u.citation_id,
    lower(trim(regexp_extract(substr(d.text, greatest(1, u.char_start - 599), least(u.char_start, 600)), '[^\n\t]*$'))) AS front
FROM documents AS d
JOIN uppers AS u USING (doc_id);

RESET disabled_optimizers;

INSERT INTO plan_links BY NAME
WITH fronted AS (
    SELECT u.*, f.front, d.issued_on AS plan_on, d.issuer_level AS level
    FROM uppers AS u
    JOIN fronts AS f USING (citation_id)
    JOIN documents AS d USING (doc_id)
), opened AS ( -- how the line begins, and whether the mention stands for itself: after the opening, a comma, a semicolon or "và"
    SELECT
        f.*,
        (SELECT min(w.says) FROM cascade_words AS w WHERE w.says <> 'upper' AND starts_with(ltrim(f.front, '-–+ •'), w.words)) AS opening,
        NOT regexp_matches(f.front, '\d')
            AND regexp_matches(f.front, concat(
                '^[-–+• ]*((để|nhằm|tiếp tục|tổ chức|ban hành kế hoạch|kế hoạch|về việc|về) )*',
                '(thực hiện|triển khai|thi hành|cụ thể hóa|căn cứ|các|vào| )*$'
            )) AS is_first,
        regexp_matches(f.front, '(;|,| và|, và)( các)?$') AS is_member
    FROM fronted AS f
), told AS (
    SELECT
        *,
        CASE
            WHEN in_title AND (is_first OR is_member) THEN 'implements'
            WHEN opening IS NOT NULL AND (is_first OR is_member) THEN opening
            WHEN is_member OR front = '' THEN 'based_on'
        END AS link
    FROM opened
), levelled AS (
    SELECT
        t.*, o.issuer_level AS corpus_level, coalesce(l.issued_on, o.issued_on, t.issued_on) AS upper_on,
        CASE WHEN l.issued_on IS NOT NULL THEN 'registry' WHEN o.issued_on IS NOT NULL THEN 'corpus' WHEN t.issued_on IS NOT NULL THEN 'words' END
            AS upper_on_from,
        coalesce(o.issuer_level, CASE
            WHEN l.level IN ('central', 'party-central') THEN 'central'
            WHEN regexp_replace(t.issuer, '^Bộ trưởng ', '') IN (
                SELECT issuer FROM issuer_symbols WHERE scope IN ('central', 'party-central') AND needs_place = 'no'
            ) THEN 'central'
            WHEN regexp_matches(lower(t.issuer), ' (huyện|quận|thị xã) ') THEN 'district'
            WHEN regexp_matches(lower(t.issuer), ' (xã|phường|thị trấn|đặc khu) ') THEN 'commune'
            WHEN regexp_matches(lower(t.issuer), '( tỉnh |^(ban thường vụ )?(tỉnh ủy|thành ủy))') THEN 'province'
            WHEN EXISTS (SELECT 1 FROM provinces AS p WHERE ends_with(t.issuer, ' ' || p.name_full)) THEN 'province'
        END) AS upper_level
    FROM told AS t
    LEFT JOIN documents AS o ON o.doc_id = t.cited_doc_id
    LEFT JOIN legal_documents AS l ON l.legal_id = t.legal_id AND l.verified <> 'no'
    WHERE t.link IS NOT NULL
)
SELECT
    left(md5(concat_ws('|', 'link', citation_id)), 16) AS link_id, doc_id, link, citation_id,
    cited_doc_id AS upper_doc_id, legal_id AS upper_legal_id,
    canonical AS upper, issuer AS upper_issuer, upper_level, level, upper_on, upper_on_from,
    CASE WHEN plan_on >= upper_on THEN date_diff('day', upper_on, plan_on) END AS days_after,
    char_start, char_end, page
FROM levelled
WHERE coalesce(cited_doc_id <> doc_id, TRUE)
QUALIFY row_number() OVER (
    PARTITION BY doc_id, coalesce(legal_id, concat(canonical, '|', issuer)) ORDER BY link = 'implements' DESC, char_start
) = 1
ORDER BY doc_id, char_start;

DROP TABLE fronts;

DROP TABLE uppers;
