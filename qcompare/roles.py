"""What a line is in its document (行的性质): the plan's wording, or page text and of which sort."""

from __future__ import annotations

from enum import StrEnum

from qcompare.document import BlockKind


class Role(StrEnum):
    """What a line is in its document."""

    TEXT = "text"  # the plan's wording
    TITLE = "title"  # the plan's title, once
    NOTICE = "notice"  # wording of its own in the notice that wraps the plan
    REPEAT = "repeat"  # the title once more: furniture, before the text proper or as a running head
    ANNEX = "annex"  # 附件2 alone on its line: furniture, after which numbering starts afresh
    RESIDUE = "residue"  # what a word processor left, a newspaper's name
    INVISIBLE = "invisible"  # characters that show nothing
    REMARK = "remark"  # （此件公开发布）
    FIELD = "field"  # 来源：重庆日报
    DRAFT = "draft"  # 征求意见稿
    NUMBER = "number"  # 渝府发〔2011〕55号
    DATE = "date"  # 2023年4月17日
    SITE = "site"  # 重庆市人民政府网
    MASTHEAD = "masthead"  # 红头
    WRAPPER = "wrapper"  # the notice that wraps the plan (印发通知)
    LEAD = "lead"  # a news lead-in
    SIGNATURE = "signature"  # 落款
    HEADER = "header"
    FOOTER = "footer"
    PAGE_NUMBER = "page number"
    CONTENTS = "contents"
    NAVIGATION = "navigation"
    PERSON = "person"  # a person said so (人工划定)

    @property
    def is_page_text(self) -> bool:
        """Whether the line is page text that a plan's outline does not heed (版面信息)."""
        return self not in _HEEDED


_HEEDED = frozenset({Role.TEXT, Role.TITLE, Role.NOTICE, Role.REPEAT, Role.ANNEX})

BY_KIND = {
    BlockKind.HEADER: Role.HEADER,
    BlockKind.FOOTER: Role.FOOTER,
    BlockKind.PAGE_NUMBER: Role.PAGE_NUMBER,
    BlockKind.CONTENTS: Role.CONTENTS,
    BlockKind.NAVIGATION: Role.NAVIGATION,
}
"""What a reader knew to be page text."""
