
export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[]

export type Database = {
  
  "public": {
          Tables: {
            "account_details": {
                  Row: {
                    "full_name": string | null,"marketing_opt_in": boolean,"phone": string | null,"updated_at": string,"user_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "full_name"?: string | null,"marketing_opt_in"?: boolean,"phone"?: string | null,"updated_at"?: string,"user_id": string
                  }
                  Update: {
                    "full_name"?: string | null,"marketing_opt_in"?: boolean,"phone"?: string | null,"updated_at"?: string,"user_id"?: string
                  }
                  Relationships: [
                    
                  ]
                },"auctions": {
                  Row: {
                    "bid_count": number,"buy_now_cents": number | null,"category_id": string,"closed_at": string | null,"created_at": string,"currency": string,"duration_seconds": number | null,"ends_at": string | null,"format": Database["public"]['Enums']["auction_format"],"hard_ends_at": string | null,"has_reserve": boolean,"id": string,"increment_from": (number)[],"increment_step": (number)[],"leader": string | null,"lot_number": number | null,"min_bid_cents": number,"price_cents": number,"product_id": string,"requires_card": boolean,"reserve_met": boolean,"seller_id": string,"show_id": string | null,"soft_close_seconds": number,"starting_price_cents": number,"starts_at": string | null,"status": Database["public"]['Enums']["auction_status"],"title": string,"version": number
                  }
                  ComputedFields: never
                  Insert: {
                    "bid_count"?: number,"buy_now_cents"?: number | null,"category_id": string,"closed_at"?: string | null,"created_at"?: string,"currency"?: string,"duration_seconds"?: number | null,"ends_at"?: string | null,"format"?: Database["public"]['Enums']["auction_format"],"hard_ends_at"?: string | null,"has_reserve"?: boolean,"id"?: string,"increment_from": (number)[],"increment_step": (number)[],"leader"?: string | null,"lot_number"?: number | null,"min_bid_cents": number,"price_cents": number,"product_id": string,"requires_card"?: boolean,"reserve_met"?: boolean,"seller_id": string,"show_id"?: string | null,"soft_close_seconds": number,"starting_price_cents": number,"starts_at"?: string | null,"status"?: Database["public"]['Enums']["auction_status"],"title": string,"version"?: number
                  }
                  Update: {
                    "bid_count"?: number,"buy_now_cents"?: number | null,"category_id"?: string,"closed_at"?: string | null,"created_at"?: string,"currency"?: string,"duration_seconds"?: number | null,"ends_at"?: string | null,"format"?: Database["public"]['Enums']["auction_format"],"hard_ends_at"?: string | null,"has_reserve"?: boolean,"id"?: string,"increment_from"?: (number)[],"increment_step"?: (number)[],"leader"?: string | null,"lot_number"?: number | null,"min_bid_cents"?: number,"price_cents"?: number,"product_id"?: string,"requires_card"?: boolean,"reserve_met"?: boolean,"seller_id"?: string,"show_id"?: string | null,"soft_close_seconds"?: number,"starting_price_cents"?: number,"starts_at"?: string | null,"status"?: Database["public"]['Enums']["auction_status"],"title"?: string,"version"?: number
                  }
                  Relationships: [
                    {
      foreignKeyName: "auctions_category_id_fkey"
      columns: ["category_id"]
isOneToOne: false
      referencedRelation: "categories"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "auctions_product_id_fkey"
      columns: ["product_id"]
isOneToOne: false
      referencedRelation: "products"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "auctions_seller_id_fkey"
      columns: ["seller_id"]
isOneToOne: false
      referencedRelation: "sellers"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "auctions_show_id_fkey"
      columns: ["show_id"]
isOneToOne: false
      referencedRelation: "shows"
      referencedColumns: ["id"]
    }
                  ]
                },"categories": {
                  Row: {
                    "active": boolean,"id": string,"image_url": string | null,"name": string,"parent_id": string | null,"position": number,"slug": string
                  }
                  ComputedFields: never
                  Insert: {
                    "active"?: boolean,"id"?: string,"image_url"?: string | null,"name": string,"parent_id"?: string | null,"position"?: number,"slug": string
                  }
                  Update: {
                    "active"?: boolean,"id"?: string,"image_url"?: string | null,"name"?: string,"parent_id"?: string | null,"position"?: number,"slug"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "categories_parent_id_fkey"
      columns: ["parent_id"]
isOneToOne: false
      referencedRelation: "categories"
      referencedColumns: ["id"]
    }
                  ]
                },"chat_messages": {
                  Row: {
                    "body": string,"client_id": string,"created_at": string,"id": string,"kind": Database["public"]['Enums']["chat_kind"],"removed_at": string | null,"reply_to": string | null,"show_id": string,"user_id": string | null
                  }
                  ComputedFields: never
                  Insert: {
                    "body": string,"client_id": string,"created_at"?: string,"id"?: string,"kind"?: Database["public"]['Enums']["chat_kind"],"removed_at"?: string | null,"reply_to"?: string | null,"show_id": string,"user_id"?: string | null
                  }
                  Update: {
                    "body"?: string,"client_id"?: string,"created_at"?: string,"id"?: string,"kind"?: Database["public"]['Enums']["chat_kind"],"removed_at"?: string | null,"reply_to"?: string | null,"show_id"?: string,"user_id"?: string | null
                  }
                  Relationships: [
                    {
      foreignKeyName: "chat_messages_reply_to_fkey"
      columns: ["reply_to"]
isOneToOne: false
      referencedRelation: "chat_messages"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "chat_messages_show_id_fkey"
      columns: ["show_id"]
isOneToOne: false
      referencedRelation: "shows"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "chat_messages_user_id_fkey"
      columns: ["user_id"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["id"]
    }
                  ]
                },"increment_ladders": {
                  Row: {
                    "from_cents": (number)[],"name": string,"step_cents": (number)[]
                  }
                  ComputedFields: never
                  Insert: {
                    "from_cents": (number)[],"name": string,"step_cents": (number)[]
                  }
                  Update: {
                    "from_cents"?: (number)[],"name"?: string,"step_cents"?: (number)[]
                  }
                  Relationships: [
                    
                  ]
                },"order_items": {
                  Row: {
                    "auction_id": string,"id": string,"order_id": string,"price_cents": number,"product_id": string,"quantity": number,"title": string
                  }
                  ComputedFields: never
                  Insert: {
                    "auction_id": string,"id"?: string,"order_id": string,"price_cents": number,"product_id": string,"quantity"?: number,"title": string
                  }
                  Update: {
                    "auction_id"?: string,"id"?: string,"order_id"?: string,"price_cents"?: number,"product_id"?: string,"quantity"?: number,"title"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "order_items_auction_id_fkey"
      columns: ["auction_id"]
isOneToOne: true
      referencedRelation: "auctions"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "order_items_order_id_fkey"
      columns: ["order_id"]
isOneToOne: false
      referencedRelation: "orders"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "order_items_product_id_fkey"
      columns: ["product_id"]
isOneToOne: false
      referencedRelation: "products"
      referencedColumns: ["id"]
    }
                  ]
                },"orders": {
                  Row: {
                    "buyer_id": string,"created_at": string,"currency": string,"id": string,"items_cents": number,"number": number,"payment_due_at": string,"seller_id": string,"status": Database["public"]['Enums']["order_status"]
                  }
                  ComputedFields: never
                  Insert: {
                    "buyer_id": string,"created_at"?: string,"currency": string,"id"?: string,"items_cents": number,"number"?: never,"payment_due_at": string,"seller_id": string,"status"?: Database["public"]['Enums']["order_status"]
                  }
                  Update: {
                    "buyer_id"?: string,"created_at"?: string,"currency"?: string,"id"?: string,"items_cents"?: number,"number"?: never,"payment_due_at"?: string,"seller_id"?: string,"status"?: Database["public"]['Enums']["order_status"]
                  }
                  Relationships: [
                    {
      foreignKeyName: "orders_buyer_id_fkey"
      columns: ["buyer_id"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "orders_seller_id_fkey"
      columns: ["seller_id"]
isOneToOne: false
      referencedRelation: "sellers"
      referencedColumns: ["id"]
    }
                  ]
                },"platform_status": {
                  Row: {
                    "id": boolean,"message": string | null,"paused_at": string | null
                  }
                  ComputedFields: never
                  Insert: {
                    "id"?: boolean,"message"?: string | null,"paused_at"?: string | null
                  }
                  Update: {
                    "id"?: boolean,"message"?: string | null,"paused_at"?: string | null
                  }
                  Relationships: [
                    
                  ]
                },"products": {
                  Row: {
                    "category_id": string,"condition": Database["public"]['Enums']["product_condition"],"created_at": string,"description": string,"id": string,"images": (string)[],"seller_id": string,"specs": NonNullable<Json>,"status": Database["public"]['Enums']["product_status"],"title": string,"updated_at": string
                  }
                  ComputedFields: never
                  Insert: {
                    "category_id": string,"condition"?: Database["public"]['Enums']["product_condition"],"created_at"?: string,"description"?: string,"id"?: string,"images"?: (string)[],"seller_id"?: string,"specs"?: NonNullable<Json>,"status"?: Database["public"]['Enums']["product_status"],"title": string,"updated_at"?: string
                  }
                  Update: {
                    "category_id"?: string,"condition"?: Database["public"]['Enums']["product_condition"],"created_at"?: string,"description"?: string,"id"?: string,"images"?: (string)[],"seller_id"?: string,"specs"?: NonNullable<Json>,"status"?: Database["public"]['Enums']["product_status"],"title"?: string,"updated_at"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "products_category_id_fkey"
      columns: ["category_id"]
isOneToOne: false
      referencedRelation: "categories"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "products_seller_id_fkey"
      columns: ["seller_id"]
isOneToOne: false
      referencedRelation: "sellers"
      referencedColumns: ["id"]
    }
                  ]
                },"profiles": {
                  Row: {
                    "avatar_url": string | null,"bio": string | null,"created_at": string,"display_name": string,"id": string,"username": string
                  }
                  ComputedFields: never
                  Insert: {
                    "avatar_url"?: string | null,"bio"?: string | null,"created_at"?: string,"display_name": string,"id": string,"username": string
                  }
                  Update: {
                    "avatar_url"?: string | null,"bio"?: string | null,"created_at"?: string,"display_name"?: string,"id"?: string,"username"?: string
                  }
                  Relationships: [
                    
                  ]
                },"sellers": {
                  Row: {
                    "about": string | null,"created_at": string,"id": string,"shop_name": string,"status": Database["public"]['Enums']["seller_status"]
                  }
                  ComputedFields: never
                  Insert: {
                    "about"?: string | null,"created_at"?: string,"id": string,"shop_name": string,"status"?: Database["public"]['Enums']["seller_status"]
                  }
                  Update: {
                    "about"?: string | null,"created_at"?: string,"id"?: string,"shop_name"?: string,"status"?: Database["public"]['Enums']["seller_status"]
                  }
                  Relationships: [
                    {
      foreignKeyName: "sellers_id_fkey"
      columns: ["id"]
isOneToOne: true
      referencedRelation: "profiles"
      referencedColumns: ["id"]
    }
                  ]
                },"show_moderation": {
                  Row: {
                    "banned_until": string | null,"moderator": boolean,"muted_until": string | null,"reason": string | null,"show_id": string,"user_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "banned_until"?: string | null,"moderator"?: boolean,"muted_until"?: string | null,"reason"?: string | null,"show_id": string,"user_id": string
                  }
                  Update: {
                    "banned_until"?: string | null,"moderator"?: boolean,"muted_until"?: string | null,"reason"?: string | null,"show_id"?: string,"user_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "show_moderation_show_id_fkey"
      columns: ["show_id"]
isOneToOne: false
      referencedRelation: "shows"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "show_moderation_user_id_fkey"
      columns: ["user_id"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["id"]
    }
                  ]
                },"shows": {
                  Row: {
                    "category_id": string | null,"cover_image": string | null,"created_at": string,"current_auction_id": string | null,"description": string,"ended_at": string | null,"id": string,"peak_viewers": number,"pinned_auction_id": string | null,"seller_id": string,"slow_mode_seconds": number,"started_at": string | null,"starts_at": string | null,"status": Database["public"]['Enums']["show_status"],"title": string,"version": number,"viewers": number
                  }
                  ComputedFields: never
                  Insert: {
                    "category_id"?: string | null,"cover_image"?: string | null,"created_at"?: string,"current_auction_id"?: string | null,"description"?: string,"ended_at"?: string | null,"id"?: string,"peak_viewers"?: number,"pinned_auction_id"?: string | null,"seller_id"?: string,"slow_mode_seconds"?: number,"started_at"?: string | null,"starts_at"?: string | null,"status"?: Database["public"]['Enums']["show_status"],"title": string,"version"?: number,"viewers"?: number
                  }
                  Update: {
                    "category_id"?: string | null,"cover_image"?: string | null,"created_at"?: string,"current_auction_id"?: string | null,"description"?: string,"ended_at"?: string | null,"id"?: string,"peak_viewers"?: number,"pinned_auction_id"?: string | null,"seller_id"?: string,"slow_mode_seconds"?: number,"started_at"?: string | null,"starts_at"?: string | null,"status"?: Database["public"]['Enums']["show_status"],"title"?: string,"version"?: number,"viewers"?: number
                  }
                  Relationships: [
                    {
      foreignKeyName: "shows_category_id_fkey"
      columns: ["category_id"]
isOneToOne: false
      referencedRelation: "categories"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "shows_current_auction"
      columns: ["current_auction_id"]
isOneToOne: false
      referencedRelation: "auctions"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "shows_pinned_auction"
      columns: ["pinned_auction_id"]
isOneToOne: false
      referencedRelation: "auctions"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "shows_seller_id_fkey"
      columns: ["seller_id"]
isOneToOne: false
      referencedRelation: "sellers"
      referencedColumns: ["id"]
    }
                  ]
                },"watches": {
                  Row: {
                    "auction_id": string,"created_at": string,"user_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "auction_id": string,"created_at"?: string,"user_id"?: string
                  }
                  Update: {
                    "auction_id"?: string,"created_at"?: string,"user_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "watches_auction_id_fkey"
      columns: ["auction_id"]
isOneToOne: false
      referencedRelation: "auctions"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "watches_user_id_fkey"
      columns: ["user_id"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["id"]
    }
                  ]
                }
          }
          Views: {
            "auction_events": {
                  Row: {
                    "amount_cents": number | null,"auction_id": string,"bid_count": number,"bidder": string | null,"detail": string,"ends_at": string,"hash": string | null,"kind": Database["public"]['Enums']["event_kind"],"leader": string | null,"placed_at": string,"prev_hash": string | null,"price_cents": number,"reserve_met": boolean,"seq": number
                  }
                  ComputedFields: never
                  Insert: {
                           "amount_cents"?: number | null,"auction_id"?: string | null,"bid_count"?: number | null,"bidder"?: string | null,"detail"?: string | null,"ends_at"?: string | null,"hash"?: never,"kind"?: Database["public"]['Enums']["event_kind"] | null,"leader"?: string | null,"placed_at"?: string | null,"prev_hash"?: never,"price_cents"?: number | null,"reserve_met"?: boolean | null,"seq"?: number | null
                         }
                        Update: {
                           "amount_cents"?: number | null,"auction_id"?: string | null,"bid_count"?: number | null,"bidder"?: string | null,"detail"?: string | null,"ends_at"?: string | null,"hash"?: never,"kind"?: Database["public"]['Enums']["event_kind"] | null,"leader"?: string | null,"placed_at"?: string | null,"prev_hash"?: never,"price_cents"?: number | null,"reserve_met"?: boolean | null,"seq"?: number | null
                         }
                        Relationships: [
                    
                  ]
                },"bids": {
                  Row: {
                    "amount_cents": number | null,"auction_id": string,"automatic": boolean | null,"bidder": string | null,"leading": boolean | null,"placed_at": string,"price_cents": number,"seq": number
                  }
                  ComputedFields: never
                  Insert: {
                           "amount_cents"?: number | null,"auction_id"?: string | null,"automatic"?: never,"bidder"?: string | null,"leading"?: never,"placed_at"?: string | null,"price_cents"?: number | null,"seq"?: number | null
                         }
                        Update: {
                           "amount_cents"?: number | null,"auction_id"?: string | null,"automatic"?: never,"bidder"?: string | null,"leading"?: never,"placed_at"?: string | null,"price_cents"?: number | null,"seq"?: number | null
                         }
                        Relationships: [
                    
                  ]
                }
          }
          Functions: {
            "add_lot":
{ Args: { "p_duration_seconds"?: number,"p_product_id": string,"p_requires_card"?: boolean,"p_reserve_cents"?: number,"p_show_id": string,"p_soft_close_seconds"?: number,"p_starting_price_cents": number }; Returns: {
              "bid_count": number,
"buy_now_cents": number | null,
"category_id": string,
"closed_at": string | null,
"created_at": string,
"currency": string,
"duration_seconds": number | null,
"ends_at": string | null,
"format": Database["public"]['Enums']["auction_format"],
"hard_ends_at": string | null,
"has_reserve": boolean,
"id": string,
"increment_from": (number)[],
"increment_step": (number)[],
"leader": string | null,
"lot_number": number | null,
"min_bid_cents": number,
"price_cents": number,
"product_id": string,
"requires_card": boolean,
"reserve_met": boolean,
"seller_id": string,
"show_id": string | null,
"soft_close_seconds": number,
"starting_price_cents": number,
"starts_at": string | null,
"status": Database["public"]['Enums']["auction_status"],
"title": string,
"version": number
            }
                          SetofOptions: {
        from: "*"
        to: "auctions"
        isOneToOne: true
        isSetofReturn: false
      } },
"apply_as_seller":
{ Args: { "p_about"?: string,"p_shop_name": string }; Returns: {
              "about": string | null,
"created_at": string,
"id": string,
"shop_name": string,
"status": Database["public"]['Enums']["seller_status"]
            }
                          SetofOptions: {
        from: "*"
        to: "sellers"
        isOneToOne: true
        isSetofReturn: false
      } },
"approve_seller":
{ Args: { "p_user_id": string }; Returns: {
              "about": string | null,
"created_at": string,
"id": string,
"shop_name": string,
"status": Database["public"]['Enums']["seller_status"]
            }
                          SetofOptions: {
        from: "*"
        to: "sellers"
        isOneToOne: true
        isSetofReturn: false
      } },
"auction_ledger":
{ Args: { "p_after_seq"?: number,"p_auction_id": string,"p_limit"?: number }; Returns: {
              "amount_cents": number | null,
"auction_id": string,
"bid_count": number,
"bidder": string | null,
"detail": string,
"ends_at": string,
"hash": string | null,
"kind": Database["public"]['Enums']["event_kind"],
"leader": string | null,
"placed_at": string,
"prev_hash": string | null,
"price_cents": number,
"reserve_met": boolean,
"seq": number
            }[]
                          SetofOptions: {
        from: "*"
        to: "auction_events"
        isOneToOne: false
        isSetofReturn: true
      } },
"auction_snapshot":
{ Args: { "p_auction_id": string }; Returns: Json
                           },
"ban_user":
{ Args: { "p_until"?: string,"p_user_id": string }; Returns: undefined
                           },
"cancel_auction":
{ Args: { "p_auction_id": string }; Returns: {
              "bid_count": number,
"buy_now_cents": number | null,
"category_id": string,
"closed_at": string | null,
"created_at": string,
"currency": string,
"duration_seconds": number | null,
"ends_at": string | null,
"format": Database["public"]['Enums']["auction_format"],
"hard_ends_at": string | null,
"has_reserve": boolean,
"id": string,
"increment_from": (number)[],
"increment_step": (number)[],
"leader": string | null,
"lot_number": number | null,
"min_bid_cents": number,
"price_cents": number,
"product_id": string,
"requires_card": boolean,
"reserve_met": boolean,
"seller_id": string,
"show_id": string | null,
"soft_close_seconds": number,
"starting_price_cents": number,
"starts_at": string | null,
"status": Database["public"]['Enums']["auction_status"],
"title": string,
"version": number
            }
                          SetofOptions: {
        from: "*"
        to: "auctions"
        isOneToOne: true
        isSetofReturn: false
      } },
"cancel_show":
{ Args: { "p_show_id": string }; Returns: {
              "category_id": string | null,
"cover_image": string | null,
"created_at": string,
"current_auction_id": string | null,
"description": string,
"ended_at": string | null,
"id": string,
"peak_viewers": number,
"pinned_auction_id": string | null,
"seller_id": string,
"slow_mode_seconds": number,
"started_at": string | null,
"starts_at": string | null,
"status": Database["public"]['Enums']["show_status"],
"title": string,
"version": number,
"viewers": number
            }
                          SetofOptions: {
        from: "*"
        to: "shows"
        isOneToOne: true
        isSetofReturn: false
      } },
"close_auction":
{ Args: { "p_auction_id": string }; Returns: Json
                           },
"create_auction":
{ Args: { "p_ladder"?: string,"p_product_id": string,"p_requires_card"?: boolean,"p_reserve_cents"?: number,"p_soft_close_seconds"?: number,"p_starting_price_cents": number }; Returns: {
              "bid_count": number,
"buy_now_cents": number | null,
"category_id": string,
"closed_at": string | null,
"created_at": string,
"currency": string,
"duration_seconds": number | null,
"ends_at": string | null,
"format": Database["public"]['Enums']["auction_format"],
"hard_ends_at": string | null,
"has_reserve": boolean,
"id": string,
"increment_from": (number)[],
"increment_step": (number)[],
"leader": string | null,
"lot_number": number | null,
"min_bid_cents": number,
"price_cents": number,
"product_id": string,
"requires_card": boolean,
"reserve_met": boolean,
"seller_id": string,
"show_id": string | null,
"soft_close_seconds": number,
"starting_price_cents": number,
"starts_at": string | null,
"status": Database["public"]['Enums']["auction_status"],
"title": string,
"version": number
            }
                          SetofOptions: {
        from: "*"
        to: "auctions"
        isOneToOne: true
        isSetofReturn: false
      } },
"end_show":
{ Args: { "p_show_id": string }; Returns: {
              "category_id": string | null,
"cover_image": string | null,
"created_at": string,
"current_auction_id": string | null,
"description": string,
"ended_at": string | null,
"id": string,
"peak_viewers": number,
"pinned_auction_id": string | null,
"seller_id": string,
"slow_mode_seconds": number,
"started_at": string | null,
"starts_at": string | null,
"status": Database["public"]['Enums']["show_status"],
"title": string,
"version": number,
"viewers": number
            }
                          SetofOptions: {
        from: "*"
        to: "shows"
        isOneToOne: true
        isSetofReturn: false
      } },
"extend_lot":
{ Args: { "p_auction_id": string,"p_seconds": number }; Returns: {
              "bid_count": number,
"buy_now_cents": number | null,
"category_id": string,
"closed_at": string | null,
"created_at": string,
"currency": string,
"duration_seconds": number | null,
"ends_at": string | null,
"format": Database["public"]['Enums']["auction_format"],
"hard_ends_at": string | null,
"has_reserve": boolean,
"id": string,
"increment_from": (number)[],
"increment_step": (number)[],
"leader": string | null,
"lot_number": number | null,
"min_bid_cents": number,
"price_cents": number,
"product_id": string,
"requires_card": boolean,
"reserve_met": boolean,
"seller_id": string,
"show_id": string | null,
"soft_close_seconds": number,
"starting_price_cents": number,
"starts_at": string | null,
"status": Database["public"]['Enums']["auction_status"],
"title": string,
"version": number
            }
                          SetofOptions: {
        from: "*"
        to: "auctions"
        isOneToOne: true
        isSetofReturn: false
      } },
"join_show":
{ Args: { "p_show_id": string }; Returns: undefined
                           },
"leave_show":
{ Args: { "p_show_id": string }; Returns: undefined
                           },
"my_account":
{ Args: Record<PropertyKey, never>; Returns: Json
                           },
"my_bids":
{ Args: { "p_limit"?: number }; Returns: Json
                           },
"open_lot":
{ Args: { "p_auction_id": string,"p_seconds"?: number }; Returns: {
              "bid_count": number,
"buy_now_cents": number | null,
"category_id": string,
"closed_at": string | null,
"created_at": string,
"currency": string,
"duration_seconds": number | null,
"ends_at": string | null,
"format": Database["public"]['Enums']["auction_format"],
"hard_ends_at": string | null,
"has_reserve": boolean,
"id": string,
"increment_from": (number)[],
"increment_step": (number)[],
"leader": string | null,
"lot_number": number | null,
"min_bid_cents": number,
"price_cents": number,
"product_id": string,
"requires_card": boolean,
"reserve_met": boolean,
"seller_id": string,
"show_id": string | null,
"soft_close_seconds": number,
"starting_price_cents": number,
"starts_at": string | null,
"status": Database["public"]['Enums']["auction_status"],
"title": string,
"version": number
            }
                          SetofOptions: {
        from: "*"
        to: "auctions"
        isOneToOne: true
        isSetofReturn: false
      } },
"pin_lot":
{ Args: { "p_auction_id": string,"p_show_id": string }; Returns: {
              "category_id": string | null,
"cover_image": string | null,
"created_at": string,
"current_auction_id": string | null,
"description": string,
"ended_at": string | null,
"id": string,
"peak_viewers": number,
"pinned_auction_id": string | null,
"seller_id": string,
"slow_mode_seconds": number,
"started_at": string | null,
"starts_at": string | null,
"status": Database["public"]['Enums']["show_status"],
"title": string,
"version": number,
"viewers": number
            }
                          SetofOptions: {
        from: "*"
        to: "shows"
        isOneToOne: true
        isSetofReturn: false
      } },
"place_bid":
{ Args: { "p_amount_cents": number,"p_auction_id": string,"p_idempotency_key"?: string,"p_is_max"?: boolean }; Returns: Json
                           },
"record_card":
{ Args: { "p_present"?: boolean,"p_user_id": string }; Returns: undefined
                           },
"schedule_auction":
{ Args: { "p_auction_id": string,"p_ends_at": string,"p_starts_at"?: string }; Returns: {
              "bid_count": number,
"buy_now_cents": number | null,
"category_id": string,
"closed_at": string | null,
"created_at": string,
"currency": string,
"duration_seconds": number | null,
"ends_at": string | null,
"format": Database["public"]['Enums']["auction_format"],
"hard_ends_at": string | null,
"has_reserve": boolean,
"id": string,
"increment_from": (number)[],
"increment_step": (number)[],
"leader": string | null,
"lot_number": number | null,
"min_bid_cents": number,
"price_cents": number,
"product_id": string,
"requires_card": boolean,
"reserve_met": boolean,
"seller_id": string,
"show_id": string | null,
"soft_close_seconds": number,
"starting_price_cents": number,
"starts_at": string | null,
"status": Database["public"]['Enums']["auction_status"],
"title": string,
"version": number
            }
                          SetofOptions: {
        from: "*"
        to: "auctions"
        isOneToOne: true
        isSetofReturn: false
      } },
"schedule_show":
{ Args: { "p_show_id": string,"p_starts_at": string }; Returns: {
              "category_id": string | null,
"cover_image": string | null,
"created_at": string,
"current_auction_id": string | null,
"description": string,
"ended_at": string | null,
"id": string,
"peak_viewers": number,
"pinned_auction_id": string | null,
"seller_id": string,
"slow_mode_seconds": number,
"started_at": string | null,
"starts_at": string | null,
"status": Database["public"]['Enums']["show_status"],
"title": string,
"version": number,
"viewers": number
            }
                          SetofOptions: {
        from: "*"
        to: "shows"
        isOneToOne: true
        isSetofReturn: false
      } },
"send_chat_message":
{ Args: { "p_body": string,"p_client_id": string,"p_reply_to"?: string,"p_show_id": string }; Returns: Json
                           },
"server_time":
{ Args: Record<PropertyKey, never>; Returns: string
                           },
"set_user_role":
{ Args: { "p_granted"?: boolean,"p_role": string,"p_user_id": string }; Returns: undefined
                           },
"show_heartbeat":
{ Args: { "p_show_id": string }; Returns: undefined
                           },
"show_snapshot":
{ Args: { "p_show_id": string }; Returns: Json
                           },
"start_show":
{ Args: { "p_show_id": string }; Returns: {
              "category_id": string | null,
"cover_image": string | null,
"created_at": string,
"current_auction_id": string | null,
"description": string,
"ended_at": string | null,
"id": string,
"peak_viewers": number,
"pinned_auction_id": string | null,
"seller_id": string,
"slow_mode_seconds": number,
"started_at": string | null,
"starts_at": string | null,
"status": Database["public"]['Enums']["show_status"],
"title": string,
"version": number,
"viewers": number
            }
                          SetofOptions: {
        from: "*"
        to: "shows"
        isOneToOne: true
        isSetofReturn: false
      } }
          }
          Enums: {
            "auction_format": "english"|"descending"|"fixed","auction_status": "draft"|"scheduled"|"live"|"sold"|"unsold"|"cancelled","chat_kind": "text"|"image"|"system","event_kind": "opened"|"bid"|"auto_bid"|"extended"|"retracted"|"voided"|"sold"|"unsold"|"cancelled","order_status": "pending"|"paid"|"shipped"|"delivered"|"cancelled","product_condition": "new"|"like_new"|"good"|"fair"|"for_parts","product_status": "draft"|"active"|"sold"|"cancelled","seller_status": "applied"|"approved"|"suspended","show_status": "draft"|"scheduled"|"live"|"ended"|"cancelled"
          }
          CompositeTypes: {
            [_ in never]: never
          }
        }
}

type DatabaseWithoutInternals = Omit<Database, '__InternalSupabase'>

type DefaultSchema = DatabaseWithoutInternals[Extract<keyof Database, "public">]

export type Tables<
  DefaultSchemaTableNameOrOptions extends
    | keyof (DefaultSchema["Tables"] & DefaultSchema["Views"])
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"] &
        DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Views"])
    : never = never
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"] &
      DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Views"])[TableName] extends {
      Row: infer R
    }
    ? R
    : never
  : DefaultSchemaTableNameOrOptions extends keyof (DefaultSchema["Tables"] & DefaultSchema["Views"])
  ? (DefaultSchema["Tables"] & DefaultSchema["Views"])[DefaultSchemaTableNameOrOptions] extends {
      Row: infer R
    }
    ? R
    : never
  : never

export type TablesInsert<
  DefaultSchemaTableNameOrOptions extends
    | keyof DefaultSchema["Tables"]
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"]
    : never = never
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"][TableName] extends {
      Insert: infer I
    }
    ? I
    : never
  : DefaultSchemaTableNameOrOptions extends keyof DefaultSchema["Tables"]
  ? DefaultSchema["Tables"][DefaultSchemaTableNameOrOptions] extends {
      Insert: infer I
    }
    ? I
    : never
  : never

export type TablesUpdate<
  DefaultSchemaTableNameOrOptions extends
    | keyof DefaultSchema["Tables"]
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"]
    : never = never
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"][TableName] extends {
      Update: infer U
    }
    ? U
    : never
  : DefaultSchemaTableNameOrOptions extends keyof DefaultSchema["Tables"]
  ? DefaultSchema["Tables"][DefaultSchemaTableNameOrOptions] extends {
      Update: infer U
    }
    ? U
    : never
  : never

export type Enums<
  DefaultSchemaEnumNameOrOptions extends
    | keyof DefaultSchema["Enums"]
    | { schema: keyof DatabaseWithoutInternals },
  EnumName extends DefaultSchemaEnumNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions["schema"]]["Enums"]
    : never = never
> = DefaultSchemaEnumNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions["schema"]]["Enums"][EnumName]
  : DefaultSchemaEnumNameOrOptions extends keyof DefaultSchema["Enums"]
  ? DefaultSchema["Enums"][DefaultSchemaEnumNameOrOptions]
  : never

export type CompositeTypes<
  PublicCompositeTypeNameOrOptions extends
    | keyof DefaultSchema["CompositeTypes"]
    | { schema: keyof DatabaseWithoutInternals },
  CompositeTypeName extends PublicCompositeTypeNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions["schema"]]["CompositeTypes"]
    : never = never
> = PublicCompositeTypeNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions["schema"]]["CompositeTypes"][CompositeTypeName]
  : PublicCompositeTypeNameOrOptions extends keyof DefaultSchema["CompositeTypes"]
  ? DefaultSchema["CompositeTypes"][PublicCompositeTypeNameOrOptions]
  : never

export const Constants = {
  "public": {
          Enums: {
            "auction_format": ["english", "descending", "fixed"],"auction_status": ["draft", "scheduled", "live", "sold", "unsold", "cancelled"],"chat_kind": ["text", "image", "system"],"event_kind": ["opened", "bid", "auto_bid", "extended", "retracted", "voided", "sold", "unsold", "cancelled"],"order_status": ["pending", "paid", "shipped", "delivered", "cancelled"],"product_condition": ["new", "like_new", "good", "fair", "for_parts"],"product_status": ["draft", "active", "sold", "cancelled"],"seller_status": ["applied", "approved", "suspended"],"show_status": ["draft", "scheduled", "live", "ended", "cancelled"]
          }
        }
} as const
