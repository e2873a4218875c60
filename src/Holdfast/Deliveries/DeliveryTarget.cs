using Holdfast.Items;

namespace Holdfast.Deliveries;

/// <summary>The message that an earlier delivery made, or will have made when its turn comes: deliveries of a lane keep their order.</summary>
/// <param name="Cause">What planned that delivery.</param>
/// <param name="Delivery">Its id.</param>
public sealed record DeliveryTarget(ItemId Cause, ItemId Delivery);
