"""How the tests run: no example is failed for being slow, since machines are shared."""

from hypothesis import settings

settings.register_profile("vedette", deadline=None)
settings.load_profile("vedette")
