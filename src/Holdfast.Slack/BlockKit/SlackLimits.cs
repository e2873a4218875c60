namespace Holdfast.Slack.BlockKit;

/// <summary>
/// Slack's limits. The unit "character" is nowhere defined by Slack; count UTF-16 code units, which is never less than
/// code points. Sources: https://docs.slack.dev/reference/block-kit and https://docs.slack.dev/reference/methods/chat.postMessage.
/// </summary>
public static class SlackLimits
{
    /// <summary>Characters of a message's text that Slack recommends at most; chat.update refuses more (<c>msg_too_long</c>).</summary>
    public const int MessageText = 4_000;

    /// <summary>Characters after which chat.postMessage cuts the text (<c>message_truncated</c>).</summary>
    public const int MessageTextTruncated = 40_000;

    /// <summary>Blocks of a message (chat.postMessage).</summary>
    public const int MessageBlocks = 50;

    /// <summary>Blocks of a modal or home tab (views.open).</summary>
    public const int ViewBlocks = 100;

    /// <summary>Attachments of a message (chat.postMessage).</summary>
    public const int MessageAttachments = 100;

    /// <summary>Characters of <c>markdown_text</c>, and of all markdown blocks of one message together (markdown-block).</summary>
    public const int MarkdownText = 12_000;

    /// <summary>Characters of a section's text (section-block).</summary>
    public const int SectionText = 3_000;

    /// <summary>Fields of a section (section-block).</summary>
    public const int SectionFields = 10;

    /// <summary>Characters of one field of a section (section-block).</summary>
    public const int SectionFieldText = 2_000;

    /// <summary>Characters of a header (header-block).</summary>
    public const int HeaderText = 150;

    /// <summary>Elements of a context block (context-block).</summary>
    public const int ContextElements = 10;

    /// <summary>Elements of a context_actions block (context-actions-block).</summary>
    public const int ContextActionsElements = 5;

    /// <summary>Rows of a table, its heading included (table-block).</summary>
    public const int TableRows = 100;

    /// <summary>Cells of one row of a table, and settings of columns (table-block).</summary>
    public const int TableColumns = 20;

    /// <summary>Tables of a message (table-block, <c>only_one_table_allowed</c>).</summary>
    public const int MessageTables = 1;

    /// <summary>Deepest level of a list (rich-text-list-element).</summary>
    public const int ListIndent = 8;

    /// <summary>Elements of an actions block (actions-block).</summary>
    public const int ActionsElements = 25;

    /// <summary>Characters of an input's label or hint (input-block).</summary>
    public const int InputLabel = 2_000;

    /// <summary>Characters of an image's alternative text or title (image-block).</summary>
    public const int ImageAltText = 2_000;

    /// <summary>Characters of any text object (text-object).</summary>
    public const int TextObjectText = 3_000;

    /// <summary>Characters on a button (button-element).</summary>
    public const int ButtonText = 75;

    /// <summary>Characters of a button's value (button-element).</summary>
    public const int ButtonValue = 2_000;

    /// <summary>Characters of a button's address (button-element).</summary>
    public const int ButtonUrl = 3_000;

    /// <summary>Characters of what a screen reader says of a button (button-element).</summary>
    public const int AccessibilityLabel = 75;

    /// <summary>Characters of an option's text, value or description (option-object).</summary>
    public const int OptionText = 75;

    /// <summary>Options of a select menu or of one group (select-menu-element).</summary>
    public const int SelectOptions = 100;

    /// <summary>Options of radio buttons or checkboxes.</summary>
    public const int FewOptions = 10;

    /// <summary>Characters that a text field can take (plain-text-input-element).</summary>
    public const int PlainTextInput = 3_000;

    /// <summary>Characters of an <c>action_id</c>.</summary>
    public const int ActionId = 255;

    /// <summary>Characters of a <c>block_id</c>.</summary>
    public const int BlockId = 255;

    /// <summary>Characters of a <c>callback_id</c> or <c>external_id</c> (views).</summary>
    public const int CallbackId = 255;

    /// <summary>Characters of <c>private_metadata</c> (views).</summary>
    public const int PrivateMetadata = 3_000;

    /// <summary>Characters of a modal's title, submit and close (views).</summary>
    public const int ModalTitle = 24;

    /// <summary>Bytes of a view's JSON (views.open, <c>view_too_large</c>).</summary>
    public const int ViewBytes = 250_000;

    /// <summary>Views stacked on one another (views.push, <c>push_limit_reached</c>).</summary>
    public const int ViewStack = 3;

    /// <summary>Characters of a confirm dialog's title (confirmation-dialog-object).</summary>
    public const int ConfirmTitle = 100;

    /// <summary>Characters of a confirm dialog's text (confirmation-dialog-object).</summary>
    public const int ConfirmText = 300;

    /// <summary>Characters on a confirm dialog's buttons (confirmation-dialog-object).</summary>
    public const int ConfirmButton = 30;

    /// <summary>Loading messages of assistant.threads.setStatus.</summary>
    public const int LoadingMessages = 10;

    /// <summary>Suggestions of assistant.threads.setSuggestedPrompts.</summary>
    public const int SuggestedPrompts = 4;

    /// <summary>Characters of a session's title (agents.sessions.setStatus).</summary>
    public const int SessionTitle = 200;

    /// <summary>Characters of a field of a task (chat.appendStream; found by others, Slack does not say).</summary>
    public const int StreamedTask = 256;

    /// <summary>Characters of a file's alternative text (files.getUploadURLExternal).</summary>
    public const int FileAltText = 1_000;

    /// <summary>Socket Mode connections of one app (https://docs.slack.dev/apis/events-api/using-socket-mode).</summary>
    public const int SocketModeConnections = 10;
}
