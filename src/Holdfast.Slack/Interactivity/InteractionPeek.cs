using System.Text.Json;
using Holdfast.Slack.Json;

namespace Holdfast.Slack.Interactivity;

/// <summary>Reads an <see cref="InteractionSummary"/> from a payload in one pass, without a document.</summary>
public static class InteractionPeek
{
    // No character takes more bytes than its escape does.
    private const int MaxBytes = InteractionSummary.MaxLength * 6;

    /// <summary>
    /// Reads the summary of an interaction or slash command. Never throws: fields of another kind than expected read as
    /// absent, duplicates as the last.
    /// </summary>
    /// <param name="payload">The payload in UTF-8.</param>
    /// <param name="summary">The summary, or <c>default</c>.</param>
    /// <returns>False when the payload is not one complete JSON object.</returns>
    public static bool TryRead(ReadOnlySpan<byte> payload, out InteractionSummary summary)
    {
        try
        {
            var reader = TolerantJson.ReaderOf(payload);
            if (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
            {
                var fields = default(Fields);
                ReadOuter(ref reader, ref fields);
                // Read, because trailing text means that this is not one object.
                if (!reader.Read())
                {
                    summary = fields.Summary();
                    return true;
                }
            }
        }
        catch (Exception exception) when (TolerantJson.IsWrong(exception))
        {
            // Malformed JSON, or one that nests deeper than any payload does: both are answered below.
        }

        summary = default;
        return false;
    }

    private static void ReadOuter(ref Utf8JsonReader reader, ref Fields fields)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (Is(ref reader, "type"u8)) fields.Type = Text(ref reader);
            else if (Is(ref reader, "trigger_id"u8)) fields.TriggerId = Text(ref reader);
            else if (Is(ref reader, "callback_id"u8)) fields.CallbackId = Text(ref reader);
            else if (Is(ref reader, "action_ts"u8)) fields.OwnActionTs = Text(ref reader);
            else if (Is(ref reader, "message_ts"u8)) fields.OwnMessageTs = Text(ref reader);
            else if (Is(ref reader, "thread_ts"u8)) fields.OwnThreadTs = Text(ref reader);
            else if (Is(ref reader, "command"u8)) fields.Command = Text(ref reader);
            else if (Is(ref reader, "team_id"u8)) fields.OwnTeamId = Text(ref reader);
            else if (Is(ref reader, "user_id"u8)) fields.OwnUserId = Text(ref reader);
            else if (Is(ref reader, "channel_id"u8)) fields.OwnChannelId = Text(ref reader);
            else if (Is(ref reader, "enterprise_id"u8)) fields.OwnEnterpriseId = Text(ref reader);
            else if (Is(ref reader, "is_enterprise_install"u8)) fields.IsEnterpriseInstall = IsTrue(ref reader);
            else if (Is(ref reader, "enterprise"u8)) Inner(ref reader, ref fields, ReadEnterprise);
            else if (Is(ref reader, "team"u8)) Inner(ref reader, ref fields, ReadTeam);
            else if (Is(ref reader, "user"u8)) Inner(ref reader, ref fields, ReadUser);
            else if (Is(ref reader, "channel"u8)) Inner(ref reader, ref fields, ReadChannel);
            else if (Is(ref reader, "container"u8)) Inner(ref reader, ref fields, ReadContainer);
            else if (Is(ref reader, "message"u8)) Inner(ref reader, ref fields, ReadMessage);
            else if (Is(ref reader, "view"u8)) Inner(ref reader, ref fields, ReadView);
            else if (Is(ref reader, "actions"u8)) ReadActions(ref reader, ref fields);
            else reader.Skip();
        }
    }

    private delegate void PropertyReader(ref Utf8JsonReader reader, ref Fields fields);

    private static void ReadTeam(ref Utf8JsonReader reader, ref Fields fields)
    {
        if (Is(ref reader, "id"u8)) fields.TeamId = Text(ref reader);
        else reader.Skip();
    }

    private static void ReadEnterprise(ref Utf8JsonReader reader, ref Fields fields)
    {
        if (Is(ref reader, "id"u8)) fields.EnterpriseId = Text(ref reader);
        else reader.Skip();
    }

    private static void ReadUser(ref Utf8JsonReader reader, ref Fields fields)
    {
        if (Is(ref reader, "id"u8)) fields.UserId = Text(ref reader);
        else if (Is(ref reader, "team_id"u8)) fields.UserTeamId = Text(ref reader);
        else reader.Skip();
    }

    private static void ReadChannel(ref Utf8JsonReader reader, ref Fields fields)
    {
        if (Is(ref reader, "id"u8)) fields.ChannelId = Text(ref reader);
        else reader.Skip();
    }

    private static void ReadContainer(ref Utf8JsonReader reader, ref Fields fields)
    {
        if (Is(ref reader, "channel_id"u8)) fields.ContainerChannelId = Text(ref reader);
        else if (Is(ref reader, "message_ts"u8)) fields.ContainerMessageTs = Text(ref reader);
        else if (Is(ref reader, "thread_ts"u8)) fields.ContainerThreadTs = Text(ref reader);
        else if (Is(ref reader, "view_id"u8)) fields.ContainerViewId = Text(ref reader);
        else reader.Skip();
    }

    private static void ReadMessage(ref Utf8JsonReader reader, ref Fields fields)
    {
        if (Is(ref reader, "ts"u8)) fields.MessageTs = Text(ref reader);
        else if (Is(ref reader, "thread_ts"u8)) fields.ThreadTs = Text(ref reader);
        else reader.Skip();
    }

    private static void ReadView(ref Utf8JsonReader reader, ref Fields fields)
    {
        if (Is(ref reader, "id"u8)) fields.ViewId = Text(ref reader);
        else if (Is(ref reader, "callback_id"u8)) fields.ViewCallbackId = Text(ref reader);
        else if (Is(ref reader, "app_installed_team_id"u8)) fields.InstalledTeamId = Text(ref reader);
        else reader.Skip();
    }

    private static void ReadAction(ref Utf8JsonReader reader, ref Fields fields)
    {
        if (Is(ref reader, "action_id"u8)) fields.ActionId = Text(ref reader);
        else if (Is(ref reader, "block_id"u8)) fields.BlockId = Text(ref reader);
        else if (Is(ref reader, "value"u8)) fields.Value = Text(ref reader);
        else if (Is(ref reader, "action_ts"u8)) fields.ActionTs = Text(ref reader);
        else if (Is(ref reader, "selected_option"u8)) Inner(ref reader, ref fields, ReadOption);
        else reader.Skip();
    }

    private static void ReadOption(ref Utf8JsonReader reader, ref Fields fields)
    {
        if (Is(ref reader, "value"u8)) fields.OptionValue = Text(ref reader);
        else reader.Skip();
    }

    private static void ReadActions(ref Utf8JsonReader reader, ref Fields fields)
    {
        fields.ActionId = fields.BlockId = fields.Value = fields.ActionTs = fields.OptionValue = null;
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return;
        }

        for (var first = true; reader.Read() && reader.TokenType != JsonTokenType.EndArray; first = false)
        {
            if (first)
                Properties(ref reader, ref fields, ReadAction);
            else
                reader.Skip();
        }
    }

    private static void Inner(ref Utf8JsonReader reader, ref Fields fields, PropertyReader property)
    {
        reader.Read();
        Properties(ref reader, ref fields, property);
    }

    private static void Properties(ref Utf8JsonReader reader, ref Fields fields, PropertyReader property)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            property(ref reader, ref fields);
    }

    private static bool Is(ref Utf8JsonReader reader, ReadOnlySpan<byte> name) => PropertyReading.IsNamed(ref reader, name);

    private static string? Text(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String && reader.ValueSpan.Length <= MaxBytes)
            return PropertyReading.StringOrNull(ref reader) is { Length: <= InteractionSummary.MaxLength } text ? text : null;
        reader.Skip();
        return null;
    }

    // A command's fields are those of a form, where a truth value is a word.
    private static bool IsTrue(ref Utf8JsonReader reader)
    {
        reader.Read();
        var isTrue = reader.TokenType == JsonTokenType.True || (reader.TokenType == JsonTokenType.String && reader.ValueSpan.SequenceEqual("true"u8));
        reader.Skip();
        return isTrue;
    }

    // What stands in several places is kept apart until all is read, since the order of properties means nothing.
    private struct Fields
    {
        internal string? Type, TriggerId, CallbackId, Command, ViewId, ViewCallbackId;
        internal string? TeamId, UserTeamId, UserId, ChannelId, MessageTs, ThreadTs;
        internal string? InstalledTeamId, EnterpriseId, OwnEnterpriseId;
        internal bool IsEnterpriseInstall;
        internal string? OwnTeamId, OwnUserId, OwnChannelId, OwnMessageTs, OwnThreadTs, OwnActionTs;
        internal string? ContainerChannelId, ContainerMessageTs, ContainerThreadTs, ContainerViewId;
        internal string? ActionId, BlockId, Value, OptionValue, ActionTs;

        internal readonly InteractionSummary Summary() => new()
        {
            Type = Type ?? (Command is null ? null : InteractionSummary.SlashCommandType),
            TriggerId = TriggerId,
            TeamId = TeamId ?? OwnTeamId ?? UserTeamId,
            Installation = SlackInstallation.Of(InstalledTeamId, TeamId ?? OwnTeamId ?? UserTeamId, EnterpriseId ?? OwnEnterpriseId, IsEnterpriseInstall),
            UserId = UserId ?? OwnUserId,
            ChannelId = ChannelId ?? ContainerChannelId ?? OwnChannelId,
            MessageTs = OwnMessageTs ?? ContainerMessageTs ?? MessageTs,
            ThreadTs = ContainerThreadTs ?? ThreadTs ?? OwnThreadTs,
            ActionId = ActionId,
            BlockId = BlockId,
            Value = Value ?? OptionValue,
            ActionTs = ActionTs ?? OwnActionTs,
            CallbackId = CallbackId ?? ViewCallbackId,
            ViewId = ViewId ?? ContainerViewId,
            Command = Command,
        };
    }
}
