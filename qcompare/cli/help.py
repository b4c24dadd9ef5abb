"""What --help prints, written by hand: argparse lays out and wraps Chinese text badly, and its own words are English."""

from __future__ import annotations

_LIBRARY = "  --library 文件.db  规划库文件；不指定时用本机默认的规划库"
_OUTPUTS = """\
  --memo 文件.pdf    写出比对备忘录
  --profile 方案     输出方案：完整比对（默认）、领导摘要、仅变动、打印黑白，
                     或窗口中自定的方案、方案文件（.json）
  --mono             备忘录按黑白打印排版，与 --memo 一起使用
  --maker 姓名       备忘录上的编制人
  --table 文件       写出对照表，.xlsx、.docx、.csv、.html、.json；可多次
  --json 文件.json   写出完整的比对结果，供其他程序读取"""

HELP = {
    "": """\
qcompare：逐条对照上下级规划文本，标出沿用、属地化、修改、新增、未承接和移位。
全部工作在本机完成，不连接网络。

用法：
  qcompare                          打开窗口
  qcompare 文件…                    在窗口中打开规划文本、交换文件或规划库
  qcompare 命令 参数…               不打开窗口，直接完成一项工作

命令：
  compare 基准 对照…   比对规划文本，写出备忘录、对照表
  import  文件…        把规划文本或整个文件夹导入规划库
  list                 列出规划库中的规划文本和比对
  show    规划文本     查看一个规划文本的信息和提纲
  remove  规划文本     从规划库中移除一个规划文本
  restore 规划文本     恢复移除的规划文本
  search  字词         在规划库中检索
  export  比对编号     把规划库中的比对写成备忘录、对照表
  remarks 文件         读回对照表中填写的审核意见
  words                您认定相同的词：查看、添加、删去
  treat   规划文本     指定某些行是版面信息、正文或几级标题
  pack    文件.qcmp    把规划库或一次比对写成交换文件，发给同事
  unpack  文件.qcmp    把同事的交换文件并入规划库
  backup               立即备份规划库
  backups              列出规划库的备份
  restore-library 备份 用备份恢复规划库
  check                检查规划库是否完好
  salvage 新文件.db    把损坏的规划库中还读得出的内容另存
  desktop              关联文件：加入应用程序菜单和“打开方式”
  completion Shell     命令补全：按 Tab 键补全命令和选项
  demo                 用自带的样例规划演示全过程

选项：
  --library 文件.db    打开窗口时使用这个规划库
  --help               显示帮助；qcompare 命令 --help 显示该命令的帮助
  --version            显示版本

例如：
  qcompare compare 市级方案.txt 区级方案.txt
  qcompare compare 市级方案.txt 区级方案.txt --memo 备忘录.pdf --table 表.xlsx

一个规划库同一时间只由一个程序写入。窗口开着时，命令可以读取规划库，
比对照常进行但不存入；要写入的命令说明是谁在使用，退出状态为 2。

程序文件夹中有 library 文件夹或 qcompare.ini 文件时，规划库和设置都存放在
程序旁（便携模式）；qcompare.ini 中“[qcompare]”下一行“library = 路径”另指位置。

退出状态：0 完成；2 输入或参数有问题，按提示改正即可；1 程序内部错误。
""",
    "compare": f"""\
比对规划文本：以一个为基准，与一个或多个对照逐条比对，显示摘要，写出指定的文件。

用法：
  qcompare compare 基准 对照… [选项]
  qcompare compare --revisions 修订稿.docx [选项]

参数：
  基准、对照         规划文本文件，或规划库中规划文本的编号、简称、标题

选项：
  --chain            逐级比对：每个对照与前一个相比，第一个与基准相比
  --revisions        把一份带修订标记的 Word 文档的修订前与修订后相比
{_OUTPUTS}
  --library 文件.db  规划库文件：文件先导入其中，比对结果也存入其中

规划库正被另一个程序使用，或者不能写入时，比对照常进行，但不存入规划库。

摘要的意思：
  沿用、属地化、修改、新增、移位是对照中的句数，未承接是基准中的句数；
  承接率是基准文字中被对照承接的比例。

例如：
  qcompare compare 重庆2023.txt 永川2023.txt
  qcompare compare 重庆2023.txt 永川2023.txt --memo 备忘录.pdf --mono
  qcompare compare 重庆2023.txt 永川2023.txt --memo 摘要.pdf --profile 领导摘要
  qcompare compare 重庆2023.txt 永川2023.txt 成都2023.txt --table 对照表.xlsx
  qcompare compare 1 2 --json 比对.json
  qcompare compare --revisions 送审稿.docx --memo 修订情况.pdf
""",
    "import": f"""\
把规划文本导入规划库。同一文本只存一份，改过的草案存为新版本。
支持 .docx、.doc、.wps、.pdf、.ofd、.html、.mht 和文本文件。

用法：
  qcompare import 文件或文件夹… [选项]

文件逐个写明时，有一个读不了，就一个也不导入。
写明的有文件夹时，逐个文件导入（含下级文件夹），读不了的不影响其他文件，
最后列出每个文件的结果；有未能导入的，退出状态为 2。
按 Ctrl+C 停止：已导入的保留，其余列为未读，退出状态为 130。

选项：
{_LIBRARY}

例如：
  qcompare import 重庆2023.docx 永川2023.pdf
  qcompare import 各区县规划 --library 质量强区.db
""",
    "list": f"""\
列出规划库中的规划文本和已存的比对，以及它们的编号。

用法：
  qcompare list [选项]

选项：
{_LIBRARY}
""",
    "show": f"""\
查看一个规划文本：标题、制定机关、文号、日期、各类条款的数目和提纲，
哪些文字未参与比对及其缘由，哪些地方请核对原文件。

用法：
  qcompare show 规划文本 [选项]

参数：
  规划文本           规划文本文件，或规划库中规划文本的编号、简称、标题

选项：
{_LIBRARY}

例如：
  qcompare show 永川2023.txt
  qcompare show 2
""",
    "remove": f"""\
从规划库中移除一个规划文本，连同含有它的比对。可用 qcompare restore 恢复，
重新导入同一文件也会恢复。文件本身不受影响。

用法：
  qcompare remove 规划文本 [选项]

参数：
  规划文本           规划库中规划文本的编号，或完整的简称、标题、文件名

选项：
{_LIBRARY}

例如：
  qcompare remove 2
""",
    "restore": f"""\
恢复用 qcompare remove 或在窗口中删除的规划文本，连同含有它的比对。

用法：
  qcompare restore 规划文本 [选项]

参数：
  规划文本           移除的规划文本的编号，或简称、标题、文件名

选项：
{_LIBRARY}

例如：
  qcompare restore 2
""",
    "search": f"""\
在规划库的全部规划文本中检索。一个字也可以检索；繁体、简体互通；
不计标点和全角半角；几个词用空格隔开，须在同一句中。

用法：
  qcompare search 字词 [选项]

选项：
{_LIBRARY}

例如：
  qcompare search 首席质量官
  qcompare search 合格率 98%
""",
    "export": f"""\
把规划库中已存的比对写成文件，不重新计算。编号用 qcompare list 查看。

用法：
  qcompare export 比对编号 [选项]

选项（至少指定一个文件）：
{_OUTPUTS}
{_LIBRARY}

例如：
  qcompare export 1 --memo 备忘录.pdf --table 对照表.xlsx
""",
    "remarks": f"""\
读回审核意见：对照表（.xlsx 或 .docx）送出去，审核人填好“结论”“审核意见”交回后，
把其中的意见逐行存入规划库。行可以排序、筛选、增删，栏可以移动。

用法：
  qcompare remarks 文件 [选项]

没有改动的格不起作用；库中的意见此后改过的，两者合并，不覆盖；
清空的格不删除库中的意见。
未能放置的意见连同位置、条款号和原文一并列出，退出状态为 2；其余的照常存入。

选项：
{_LIBRARY}

例如：
  qcompare remarks 对照表-张三.xlsx
""",
    "words": f"""\
查看、添加或删去对等词：您认定相同的两个词，比对时不计为修改。
对等词存在规划库旁的文本文件里，可用 Excel 打开，也可发给同事。

用法：
  qcompare words [选项]                 列出
  qcompare words 词语一 词语二 [选项]   添加

选项：
  --place            两个词各属一地（经信局、科工局），计为属地化；不加计为沿用
  --remove 编号      删去一对
{_LIBRARY}

例如：
  qcompare words 镇街 镇（街道）
  qcompare words 经信局 科工局 --place
  qcompare words --remove 1
""",
    "treat": f"""\
指定规划文本中的某一行如何认定（人工划定），以此为准；同一文件的各版都照此处理。
只写规划文本时，列出已有的划定。

用法：
  qcompare treat 规划文本 [文字 --as 划定 | 文字 --undo] [选项]

参数：
  规划文本           规划库中规划文本的编号、简称、标题
  文字               那一行的文字，或其中一段；全文只有一处，或只有一处单独成行

选项：
  --as 划定          版面信息、正文、文件标题、一级标题、二级标题、三级标题、
                     四级标题、正文段落
  --undo             恢复程序的划分
{_LIBRARY}

例如：
  qcompare treat 2 联系人：张三 --as 版面信息
  qcompare treat 2 联系人：张三 --undo
""",
    "pack": f"""\
把整个规划库，或其中一次比对，写成一个交换文件（.qcmp），供同事并入他的规划库。
一次比对带有其规划文本、审核意见、人工对应、人工划定和对等词，不含其他内容。

用法：
  qcompare pack 文件.qcmp [比对编号] [选项]

参数：
  比对编号           用 qcompare list 查看；不写则是整个规划库

选项：
{_LIBRARY}

例如：
  qcompare pack 质量强区.qcmp 1
  qcompare pack 全部.qcmp
""",
    "unpack": f"""\
把同事的交换文件（.qcmp）并入规划库；同事的规划库或备份（.db）也可以。
同一文本不重复存入。双方决定不同的，以本库的为准，对方的也保留，
列在窗口的“决定 → 不再适用的旧决定”中。做了什么，逐项列出。

用法：
  qcompare unpack 文件… [选项]

选项：
{_LIBRARY}

例如：
  qcompare unpack 质量强区.qcmp
""",
    "backup": f"""\
立即备份规划库，存入规划库旁的 backups 文件夹，或指定的文件（如 U 盘上的）。
备份写成后打开核对；自己做的备份，程序不会删除。
另外，规划库有改动时每天自动备份一次（保留 7 份），升级规划库前也先备份
（保留 3 份）。

用法：
  qcompare backup [文件.db] [选项]

选项：
{_LIBRARY}

例如：
  qcompare backup
  qcompare backup U盘/规划库备份.db
""",
    "backups": f"""\
列出规划库的备份：编号、内容截至何时、种类、有多少规划文本和比对、大小。

用法：
  qcompare backups [选项]

选项：
{_LIBRARY}

例如：
  qcompare backups
""",
    "restore-library": f"""\
用备份恢复规划库。先把现在的规划库备份下来，再恢复；中途断电也不会两头落空。
规划库损坏、打不开时也可以用。

用法：
  qcompare restore-library 备份 [选项]

参数：
  备份               qcompare backups 列出的编号、文件名，或任何备份文件

选项：
{_LIBRARY}

例如：
  qcompare restore-library 1
  qcompare restore-library U盘/规划库备份.db
""",
    "check": f"""\
全面检查规划库：文件结构、各规划文本与存入时是否一字不差、比对和决定是否读得出。
只检查，不改动。有损坏时退出状态为 2，并指出最近的完好备份。

用法：
  qcompare check [选项]

选项：
{_LIBRARY}

例如：
  qcompare check --library 质量强区.db
""",
    "salvage": f"""\
规划库损坏又没有备份时，把其中还读得出的内容另存为新的规划库。
与存入时一字不差的文本才存；读不出来的列出，连记录也读不出的写明个数。
原文件不动。

用法：
  qcompare salvage 新文件.db [选项]

选项：
{_LIBRARY}

例如：
  qcompare salvage 抢救.db --library 损坏的规划库.db
""",
    "desktop": """\
关联文件：把本程序加入应用程序菜单（Linux）和规划文本的“打开方式”，并用它打开
交换文件（.qcmp）。只对当前用户有效，不需要管理员权限；.docx、.pdf 等文件
双击仍用原来的程序。

用法：
  qcompare desktop --install    关联
  qcompare desktop --remove     取消关联，恢复原状

程序文件夹移动、改名，或 U 盘换了位置后，请再关联一次；删除程序前请先取消关联。

选项：
  --install          关联
  --remove           取消关联

例如：
  qcompare desktop --install
""",
    "completion": """\
输出命令补全的脚本：在终端中按 Tab 键，补全命令、选项和文件名。

用法：
  qcompare completion Shell

参数：
  Shell              bash、zsh 或 powershell

例如：
  bash：写成文件，在 ~/.bashrc 中加一行 source ~/.qcompare.bash，重新打开终端
    qcompare completion bash > ~/.qcompare.bash
  zsh：写成文件，在 ~/.zshrc 中加一行 source ~/.qcompare.zsh
    qcompare completion zsh > ~/.qcompare.zsh
  PowerShell：在 $PROFILE 中加一行
    qcompare completion powershell | Out-String | Invoke-Expression
""",
    "demo": """\
用自带的五份样例规划演示：导入规划库，以重庆2023为基准，先与永川比对，
再与永川、成都、游仙一并比对，写出备忘录、对照表和 JSON，最后打开窗口。

用法：
  qcompare demo [选项]

选项：
  --out 文件夹       写到哪里，默认是当前文件夹下的 out
  --no-window        不打开窗口

例如：
  qcompare demo --out 演示 --no-window
""",
}
"""The help of each command; the empty name is the program's own."""
