namespace Holdfast.AI.Chat;

/// <summary>What a mark in a model's text does.</summary>
internal enum ControlMark
{
    /// <summary>Thinking begins.</summary>
    OpensThinking = 1,

    /// <summary>Thinking ends. Without a beginning, all before it was thinking: some templates write the beginning into the prompt.</summary>
    ClosesThinking,

    /// <summary>A tool call as text begins, up to its <see cref="ClosesMarkup"/>.</summary>
    OpensMarkup,

    /// <summary>A tool call as text ends.</summary>
    ClosesMarkup,

    /// <summary>A tool call as text begins, and takes all the rest.</summary>
    OpensMarkupToEnd,

    /// <summary>A header of the harmony format begins: it names a channel, of which only "final" is for people.</summary>
    OpensHeader,

    /// <summary>A header ends.</summary>
    ClosesHeader,

    /// <summary>A message of the harmony format ends.</summary>
    ClosesMessage,

    /// <summary>Means nothing to a person.</summary>
    Nothing,
}

/// <summary>The marks that models write around what is not for people, each with what it does.</summary>
internal static class ControlMarks
{
    private static readonly (string Text, ControlMark Mark)[] All =
    [
        .. ((string[])["think", "thinking", "reasoning", "thought", "thoughts", "reflection", "scratchpad", "antthinking", "seed:think", "inner_monologue"]).SelectMany(name =>
            new[] { ($"<{name}>", ControlMark.OpensThinking), ($"</{name}>", ControlMark.ClosesThinking) }),
        ("[THINK]", ControlMark.OpensThinking), ("[/THINK]", ControlMark.ClosesThinking),
        ("◁think▷", ControlMark.OpensThinking), ("◁/think▷", ControlMark.ClosesThinking),
        ("<|begin_of_thought|>", ControlMark.OpensThinking), ("<|end_of_thought|>", ControlMark.ClosesThinking),
        ("<|START_THINKING|>", ControlMark.OpensThinking), ("<|END_THINKING|>", ControlMark.ClosesThinking),

        .. ((string[])["tool_call", "tool_calls", "toolcall", "function_call", "function_calls", "tool_use", "tool_response", "minimax:tool_call"]).SelectMany(name =>
            new[] { ($"<{name}>", ControlMark.OpensMarkup), ($"</{name}>", ControlMark.ClosesMarkup) }),
        ("<function=", ControlMark.OpensMarkup), ("</function>", ControlMark.ClosesMarkup),
        ("<|tool_calls_section_begin|>", ControlMark.OpensMarkup), ("<|tool_calls_section_end|>", ControlMark.ClosesMarkup),
        ("<|tool_call_start|>", ControlMark.OpensMarkup), ("<|tool_call_end|>", ControlMark.ClosesMarkup),
        ("<｜tool▁calls▁begin｜>", ControlMark.OpensMarkup), ("<｜tool▁calls▁end｜>", ControlMark.ClosesMarkup),
        ("<|START_ACTION|>", ControlMark.OpensMarkup), ("<|END_ACTION|>", ControlMark.ClosesMarkup),
        ("[TOOL_CALLS]", ControlMark.OpensMarkupToEnd), ("<|python_tag|>", ControlMark.OpensMarkupToEnd), ("<|tool_call|>", ControlMark.OpensMarkupToEnd),

        ("<|channel|>", ControlMark.OpensHeader), ("<|start|>", ControlMark.OpensHeader), ("<|message|>", ControlMark.ClosesHeader),
        ("<|end|>", ControlMark.ClosesMessage), ("<|call|>", ControlMark.ClosesMessage), ("<|return|>", ControlMark.ClosesMessage),
        ("<|START_RESPONSE|>", ControlMark.Nothing), ("<|END_RESPONSE|>", ControlMark.Nothing), ("<|eot_id|>", ControlMark.Nothing), ("<|eom_id|>", ControlMark.Nothing),
        ("<|im_end|>", ControlMark.Nothing), ("<|endoftext|>", ControlMark.Nothing), ("<|end_of_text|>", ControlMark.Nothing), ("<｜end▁of▁sentence｜>", ControlMark.Nothing),
    ];

    /// <summary>What marks begin with: everything else is passed over quickly.</summary>
    public const string Beginnings = "<[◁";

    /// <summary>The mark with which a text begins.</summary>
    /// <param name="text">The text.</param>
    /// <param name="length">Its length.</param>
    /// <param name="mayBecome">Whether the text is so short that it may still become one.</param>
    public static ControlMark? At(ReadOnlySpan<char> text, out int length, out bool mayBecome)
    {
        ControlMark? found = null;
        (length, mayBecome) = (0, false);
        foreach (var (mark, meaning) in All)
        {
            // In square brackets stands what is written by hand as well, such as [think].
            var comparison = mark[0] == '[' ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
            if (mark.Length > length && text.StartsWith(mark, comparison))
                (found, length) = (meaning, mark.Length);
            mayBecome |= text.Length < mark.Length && mark.AsSpan().StartsWith(text, comparison);
        }

        return found;
    }
}
