-- The documents that words may mean, those that fit best: 1 so written or so titled, 2 the number goes on, 3 the words stand
-- within, from 4 on spelled nearly so; among what plans cite, what the registry holds, and the plans themselves.
-- $words, $number and the names are compared in plain lower case without blanks; $number: '' where the words hold none.
WITH known AS (
    SELECT DISTINCT cited AS name, canonical AS number, NULL AS title, TRUE AS is_cited FROM cited
    UNION ALL
    SELECT legal_id, canonical, title, FALSE FROM legal_documents
    UNION ALL
    SELECT DISTINCT canonical, canonical, NULL, FALSE FROM documents WHERE canonical IS NOT NULL
), spelled AS (
    SELECT name, number, is_cited, unnest([name, number, title]) AS wording FROM known
), folded AS (
    SELECT name, number, is_cited, replace(strip_accents(lower(replace(wording, ' ', ''))), 'đ', 'd') AS wording
    FROM spelled
    WHERE wording IS NOT NULL
), judged AS (
    SELECT
        name, any_value(number) AS number, bool_or(is_cited) AS is_cited,
        min(CASE
            WHEN wording IN ($words, $number) THEN 1
            WHEN $number <> '' AND starts_with(wording, $number) AND substr(wording, length($number) + 1, 1) IN ('/', '-', '@', ':') THEN 2
            WHEN $number = '' AND contains(wording, $words) THEN 3
            WHEN levenshtein(wording, coalesce(nullif($number, ''), $words)) <= $slack
                THEN 3 + levenshtein(wording, coalesce(nullif($number, ''), $words))
        END) AS stage
    FROM folded
    GROUP BY name
)
SELECT name, number, is_cited, stage FROM judged
WHERE stage IS NOT NULL
QUALIFY stage = min(stage) OVER ()
ORDER BY is_cited DESC, name
