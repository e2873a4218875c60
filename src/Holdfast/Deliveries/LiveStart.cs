using Holdfast.Items;
using Holdfast.Slack.BlockKit;
using Holdfast.Slack.WebApi.Chat;

namespace Holdfast.Deliveries;

/// <summary>What a message begins with that grows.</summary>
/// <param name="Delivery">The id of the delivery that posts it.</param>
/// <param name="User">For whom.</param>
/// <param name="Streams">Whether it is streamed where that can be.</param>
/// <param name="Chunks">What a stream begins with.</param>
/// <param name="Markdown">What there is of its text.</param>
/// <param name="Below">The blocks below, where it is not streamed.</param>
internal sealed record LiveStart(ItemId Delivery, string User, bool Streams, IReadOnlyList<StreamChunk> Chunks, string Markdown, IReadOnlyList<Block> Below);
