using Holdfast.Items;

namespace Holdfast.Records;

/// <summary>What Slack said to a delivery that succeeded; a later delivery may target the message it made.</summary>
/// <param name="Id">The delivery: the id of its outbound item.</param>
/// <param name="Cause">The item whose transition planned the delivery.</param>
/// <param name="Channel">The channel that Slack put the message in.</param>
/// <param name="Ts">The message's timestamp.</param>
/// <param name="DeliveredAt">When.</param>
public sealed record DeliveryReceipt(ItemId Id, ItemId Cause, string Channel, string Ts, DateTimeOffset DeliveredAt);
