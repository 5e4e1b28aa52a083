import factory
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from factory.django import DjangoModelFactory

from portal.accounts.models import User
from portal.accounts.roles import StaffRole

PASSWORD = "correct horse battery staple"


class UserFactory(DjangoModelFactory):
    """A person whose address is confirmed, with the password PASSWORD."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    first_name = factory.Sequence(lambda n: f"Person{n}")
    last_name = "Example"
    password = factory.django.Password(PASSWORD)

    @factory.post_generation
    def verified(self, create, extracted, **kwargs):
        if create and extracted is not False:
            EmailAddress.objects.create(user=self, email=self.email, verified=True, primary=True)

    @factory.post_generation
    def role(self, create, extracted: StaffRole | None, **kwargs):
        """One of our staff: UserFactory(role=StaffRole.HANDLER)."""
        if create and extracted:
            group, _ = Group.objects.get_or_create(name=extracted.value)
            self.groups.add(group)
