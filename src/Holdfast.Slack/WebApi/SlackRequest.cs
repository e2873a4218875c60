using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Holdfast.Slack.WebApi;

/// <summary>The arguments of one Web API method. Null properties are not sent, so Slack's defaults hold.</summary>
/// <typeparam name="TResponse">What the method answers.</typeparam>
public abstract record SlackRequest<TResponse> where TResponse : SlackResponse
{
    /// <summary>Names the method.</summary>
    /// <param name="method">The method, such as <c>chat.postMessage</c>.</param>
    protected SlackRequest(string method) => Method = method;

    /// <summary>The method, such as <c>chat.postMessage</c>.</summary>
    // Not virtual: an override would lose the attribute and send the name as an argument.
    [JsonIgnore]
    public string Method { get; }

    /// <summary>Whether the method takes a JSON body; a form is sent otherwise.</summary>
    [JsonIgnore]
    public bool AcceptsJson => SlackMethods.AcceptsJson(Method);

    /// <summary>How the arguments are written; the type's own source-generated contract.</summary>
    protected abstract JsonTypeInfo ArgumentsContract { get; }

    /// <summary>How the answer is read.</summary>
    protected internal abstract JsonTypeInfo<TResponse> ResponseContract { get; }

    /// <summary>
    /// The arguments as a JSON object in UTF-8, fit to be stored and sent later with
    /// <see cref="SlackWebClient.CallAsync(string, string, ReadOnlyMemory{byte}, CancellationToken)"/>.
    /// </summary>
    /// <returns>The bytes.</returns>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, ArgumentsContract);

    /// <summary>Writes the arguments as a JSON object, for instance within a record that is stored.</summary>
    /// <param name="writer">Where to write.</param>
    public void WriteArguments(Utf8JsonWriter writer) => JsonSerializer.Serialize(writer, this, ArgumentsContract);

    /// <summary>The method's name alone: arguments hold what people wrote and do not belong in a log.</summary>
    /// <returns>The method.</returns>
    public sealed override string ToString() => Method;
}
