SELECT count(*) AS found
FROM document_index
WHERE
    ($words = '' OR len(list_filter(string_split($words, ' '), lambda w: NOT contains(folded, w))) = 0)
    AND ($province = '' OR $province IN (province_now, province)) AND ($year = 0 OR plan_year = $year)
    AND ($kind = '' OR plan_kind = $kind) AND ($readable = '' OR readable = $readable)
