"""What a service answers when it cannot do what was asked."""


class Refusal(Exception):
    """The sentence is for the person who asked."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
