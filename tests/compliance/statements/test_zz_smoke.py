import pytest
from compliance.statements.choices import SectionCode
@pytest.mark.django_db
def test_smoke(client, world):
    for role in ("editor","viewer"):
        client.force_login(world.a.people[role])
        for p in ["", "new/","2026/","2025/","2024/","2026/discard/","2024/reopen/","2025/amend/"]+[f"2026/{c.replace('_','-')}/" for c in SectionCode]:
            r=client.get("/o/alder/statements/"+p)
            print(role,p,r.status_code,len(r.content))
            assert r.status_code in (200,303),p
