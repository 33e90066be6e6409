-- The bodies that the plans name or that issued them, beside their kinds: the identity is kind/province or kind/province.place.
-- The name is the commonest in the plans' tasks, else the issuer's; a body exists as long as its kind and its province do.
INSERT INTO units BY NAME
WITH named AS (
    SELECT unit_id, unit AS name, 1 AS choice FROM task_units WHERE contains(unit_id, '/')
    UNION ALL
    SELECT issuer_unit_id, issuer, 2 FROM documents WHERE contains(issuer_unit_id, '/')
), counted AS (
    SELECT unit_id, name, choice, count(*) AS times, split_part(unit_id, '/', 1) AS kind_id FROM named GROUP BY ALL
), bodies AS (
    SELECT
        c.unit_id, c.kind_id,
        split_part(split_part(c.unit_id, '/', 2), '.', 1) AS province_id,
        -- an issuer may be given as the head of the body ("Chủ tịch UBND tỉnh …"), which is not its name
        first(c.name ORDER BY c.choice, c.times DESC, c.name) FILTER (starts_with(lower(c.name), lower(k.name))) AS name
    FROM counted AS c
    JOIN units AS k ON k.unit_id = c.kind_id
    GROUP BY c.unit_id, c.kind_id
)
SELECT
    b.unit_id, b.kind_id, b.province_id,
    coalesce(b.name, k.name || ' ' || p.name_full) AS name,
    k.level, k.class, k.source, k.verified,
    greatest(k.valid_from, p.valid_from) AS valid_from,
    least(k.valid_to, p.valid_to) AS valid_to
FROM bodies AS b
JOIN units AS k ON k.unit_id = b.kind_id
JOIN provinces AS p ON p.id = b.province_id
ORDER BY b.unit_id;
