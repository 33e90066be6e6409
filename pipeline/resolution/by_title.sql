-- A number without a day, whose words give the title of just one known document of that number.
-- Behind the number stands its title; in front of it, what it is about: there more must agree.
INSERT INTO resolved
WITH agreed AS (
    SELECT
        c.citation_id, c.legal_id, c.told_by,
        len(list_intersect(c.title_runs, runs(bare(o.behind)))) AS same_behind,
        len(list_intersect(c.title_runs, runs(bare(o.before)))) AS same_before,
        len(c.title_runs) AS all_runs
    FROM candidates AS c
    JOIN open_mentions AS o USING (citation_id)
    WHERE len(c.title_runs) >= 3
), scored AS (
    SELECT
        citation_id, legal_id, told_by,
        greatest(
            CASE WHEN same_behind >= 3 THEN same_behind / all_runs ELSE 0 END,
            CASE WHEN same_before >= 5 THEN same_before / all_runs - 0.1 ELSE 0 END
        ) AS share
    FROM agreed
), best AS (
    SELECT citation_id, max(share) AS first_share, arg_max(legal_id, share) AS legal_id, arg_max(told_by, share) AS told_by,
        coalesce(max(share, 2)[2], 0) AS second_share
    FROM scored
    GROUP BY citation_id
)
SELECT citation_id, legal_id, told_by AS resolved_by
FROM best
WHERE first_share >= 0.4 AND second_share <= first_share / 2;
