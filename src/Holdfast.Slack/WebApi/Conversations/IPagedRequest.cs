namespace Holdfast.Slack.WebApi.Conversations;

/// <summary>A request whose answer comes in pages of messages.</summary>
/// <typeparam name="TSelf">The request's own type.</typeparam>
public interface IPagedRequest<TSelf> where TSelf : SlackRequest<MessagesResponse>, IPagedRequest<TSelf>
{
    /// <summary>The same request for the page that begins at a cursor.</summary>
    /// <param name="cursor">The cursor of the page before.</param>
    /// <returns>The request.</returns>
    TSelf From(string cursor);
}
