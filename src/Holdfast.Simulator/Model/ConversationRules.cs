namespace Holdfast.Simulator.Model;

/// <summary>Every call must be answered right after the message that made it, and nothing else may be answered.</summary>
internal static class ConversationRules
{
    /// <summary>What is wrong, or null.</summary>
    public static ModelProblem? Check(IReadOnlyList<ModelMessage> messages)
    {
        var unanswered = new List<string>();
        var mayAnswer = false;
        for (var i = 0; i < messages.Count; i++)
        {
            var message = messages[i];
            if (message.Role == "tool")
            {
                if (CheckAnswer(message, i, mayAnswer, unanswered) is { } refused) return refused;
                continue;
            }

            if (unanswered.Count > 0) break;
            mayAnswer = message.ToolCalls.Count > 0;
            unanswered.AddRange(message.ToolCalls.Select(call => call.Id!));
        }

        return unanswered.Count == 0
            ? null
            : new ModelProblem(
                "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. "
                + $"The following tool_call_ids did not have response messages: {string.Join(", ", unanswered)}",
                "messages");
    }

    private static ModelProblem? CheckAnswer(ModelMessage message, int index, bool mayAnswer, List<string> unanswered)
    {
        if (!mayAnswer)
        {
            // The misspelt word is OpenAI's.
            return new ModelProblem(
                "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.", $"messages.[{index}].role");
        }

        if (message.ToolCallId is null)
        {
            return new ModelProblem(
                "Missing parameter 'tool_call_id': messages with role 'tool' must have a 'tool_call_id'.", $"messages.[{index}].tool_call_id");
        }

        return unanswered.Remove(message.ToolCallId)
            ? null
            : new ModelProblem(
                $"Invalid parameter: 'tool_call_id' of '{message.ToolCallId}' not found in 'tool_calls' of previous message.",
                $"messages.[{index}].tool_call_id");
    }
}
